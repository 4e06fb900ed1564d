package pennant

import (
	"strings"
	"testing"
)

func equal[T comparable](t *testing.T, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func version(t *testing.T, text string) Version {
	t.Helper()
	v, err := ParseVersion(text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func versions(t *testing.T, text string) []Version {
	t.Helper()
	var list []Version
	for _, word := range strings.Fields(text) {
		list = append(list, version(t, word))
	}
	return list
}

func TestVersionsAreWrittenAsTheyAreRead(t *testing.T) {
	equal(t, version(t, "1.4.2").String(), "1.4.2")
	equal(t, version(t, "0.0.10-rc.1-b.X").String(), "0.0.10-rc.1-b.X")
	equal(t, version(t, "1.0.0-a").IsPreview(), true)
	equal(t, version(t, "1.0.0").IsPreview(), false)
}

func TestOtherTextsAreNoVersions(t *testing.T) {
	for _, text := range []string{"", "1", "1.2", "1.2.3.4", "v1.2.3", "01.2.3", "1.2.3-", "1.2.3-a..b", "1.2.x", "1.-2.3", "1.2.1234567890"} {
		if v, err := ParseVersion(text); err == nil {
			t.Errorf("%q is %v", text, v)
		}
	}
}

func TestOrder(t *testing.T) {
	list := versions(t, "1.0.0 1.0.0-rc.2 0.9.10 1.0.0-rc 1.0.0-2 1.0.0-10 0.9.9 1.0.0-rc.10 1.0.0-beta")
	Sort(list)
	var words []string
	for _, v := range list {
		words = append(words, v.String())
	}
	equal(t, strings.Join(words, " "), "0.9.9 0.9.10 1.0.0-2 1.0.0-10 1.0.0-beta 1.0.0-rc 1.0.0-rc.2 1.0.0-rc.10 1.0.0")
}
