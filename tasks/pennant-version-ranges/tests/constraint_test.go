package pennant

import (
	"errors"
	"strings"
	"testing"
)

func constraint(t *testing.T, text string) Constraint {
	t.Helper()
	c, err := ParseConstraint(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return c
}

// allowed lists those of the versions that a constraint allows.
func allowed(t *testing.T, text, candidates string) string {
	t.Helper()
	c := constraint(t, text)
	var words []string
	for _, v := range versions(t, candidates) {
		if c.Allows(v) {
			words = append(words, v.String())
		}
	}
	return strings.Join(words, " ")
}

// refusal says where an error is.
func refusal(t *testing.T, text string) int {
	t.Helper()
	_, err := ParseConstraint(text)
	var syntax *SyntaxError
	if !errors.As(err, &syntax) {
		t.Errorf("%q: the error is %v", text, err)
		return -1
	}
	return syntax.Offset
}

func TestComparisons(t *testing.T) {
	const list = "1.3.9 1.4.0 1.4.1 2.0.0"
	equal(t, allowed(t, "1.4", list), "1.4.0")
	equal(t, allowed(t, "!=1.4.0", list), "1.3.9 1.4.1 2.0.0")
	equal(t, allowed(t, ">=1.4,<2", list), "1.4.0 1.4.1")
	equal(t, allowed(t, ">1.4 <=2", list), "1.4.1 2.0.0")
}

func TestPreviewsMustBeNamed(t *testing.T) {
	const list = "1.4.0-rc.1 1.4.0-rc.2 1.4.0 1.4.1-rc.1 1.4.1"
	equal(t, allowed(t, ">=1.3", list), "1.4.0 1.4.1")
	equal(t, allowed(t, ">=1.4.0-rc.2", list), "1.4.0-rc.2 1.4.0 1.4.1")
	equal(t, allowed(t, ">1.0, !=1.4.0-rc.1", list), "1.4.0 1.4.1")
}

func TestOneForm(t *testing.T) {
	equal(t, constraint(t, " >= 1.4 ,<2,1.5").String(), ">=1.4.0 <2.0.0 =1.5.0")
	equal(t, constraint(t, "!=1.0.0-a").String(), "!=1.0.0-a")
}

func TestErrorsHaveAPlace(t *testing.T) {
	equal(t, refusal(t, ""), 0)
	equal(t, refusal(t, " , "), 3)
	equal(t, refusal(t, ">=1.4, <v2"), 8)
	equal(t, refusal(t, "1.2-rc"), 0)
}

func TestPick(t *testing.T) {
	v, ok := constraint(t, "<2").Pick(versions(t, "1.9.0 2.0.0 1.10.0 1.2.0"))
	equal(t, ok, true)
	equal(t, v.String(), "1.10.0")
	_, ok = constraint(t, "<1").Pick(versions(t, "1.9.0"))
	equal(t, ok, false)
}

func TestPlainEqualsAreWritten(t *testing.T) {
	equal(t, constraint(t, "1").String(), "=1.0.0")
	equal(t, constraint(t, "=1.0.0-a").String(), "=1.0.0-a")
	equal(t, allowed(t, "1.0.0-a", "1.0.0-a 1.0.0 1.0.0-b"), "1.0.0-a")
}
