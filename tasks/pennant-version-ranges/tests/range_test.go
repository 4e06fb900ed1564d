package pennant

import "testing"

func TestCaret(t *testing.T) {
	equal(t, constraint(t, "^1.4.2").String(), ">=1.4.2 <2.0.0-0")
	equal(t, constraint(t, "^1.4").String(), ">=1.4.0 <2.0.0-0")
	equal(t, constraint(t, "^1").String(), ">=1.0.0 <2.0.0-0")
	equal(t, constraint(t, "^1.0.3").String(), ">=1.0.3 <2.0.0-0")
	equal(t, allowed(t, "^1.4.2", "1.4.1 1.4.2 1.4.10 1.10.0 2.0.0 2.0.0-a 1.5.0-a"), "1.4.2 1.4.10 1.10.0")
}

func TestCaretKeepsTheFirstThatIsNotZero(t *testing.T) {
	equal(t, constraint(t, "^0.4.2").String(), ">=0.4.2 <0.5.0-0")
	equal(t, constraint(t, "^0.4").String(), ">=0.4.0 <0.5.0-0")
	equal(t, constraint(t, "^0.0.3").String(), ">=0.0.3 <0.0.4-0")
	equal(t, constraint(t, "^0.10.0").String(), ">=0.10.0 <0.11.0-0")
}

func TestCaretOfZeros(t *testing.T) {
	equal(t, constraint(t, "^0").String(), ">=0.0.0 <1.0.0-0")
	equal(t, constraint(t, "^0.0").String(), ">=0.0.0 <0.1.0-0")
	equal(t, constraint(t, "^0.0.0").String(), ">=0.0.0 <0.0.1-0")
}

func TestTilde(t *testing.T) {
	equal(t, constraint(t, "~1.4.2").String(), ">=1.4.2 <1.5.0-0")
	equal(t, constraint(t, "~1.4").String(), ">=1.4.0 <1.5.0-0")
	equal(t, constraint(t, "~1").String(), ">=1.0.0 <2.0.0-0")
	equal(t, constraint(t, "~0").String(), ">=0.0.0 <1.0.0-0")
	equal(t, constraint(t, "~0.0.3").String(), ">=0.0.3 <0.1.0-0")
	equal(t, allowed(t, "~1.4.2", "1.4.1 1.4.2 1.4.9 1.5.0"), "1.4.2 1.4.9")
}

func TestStar(t *testing.T) {
	equal(t, constraint(t, "1.4.*").String(), ">=1.4.0 <1.5.0-0")
	equal(t, constraint(t, "0.*").String(), ">=0.0.0 <1.0.0-0")
	equal(t, constraint(t, "0.0.*").String(), ">=0.0.0 <0.1.0-0")
	equal(t, constraint(t, "*").String(), ">=0.0.0")
	equal(t, allowed(t, "*", "0.0.0 7.1.0 1.0.0-a"), "0.0.0 7.1.0")
	equal(t, constraint(t, "1.*, !=1.4").String(), ">=1.0.0 <2.0.0-0 !=1.4.0")
}

func TestStarIsRefusedElsewhere(t *testing.T) {
	equal(t, refusal(t, "1.*.2"), 0)
	equal(t, refusal(t, ">=1.*"), 2)
	equal(t, refusal(t, "^ *"), 2)
	equal(t, refusal(t, "1 1.4.2.*"), 2)
	equal(t, refusal(t, "1.**"), 0)
	equal(t, refusal(t, "1, 1*"), 3)
	equal(t, refusal(t, "*.*"), 0)
	equal(t, refusal(t, "=*"), 1)
	equal(t, refusal(t, "1.0.0-a.*"), 0)
}

func TestFromTo(t *testing.T) {
	equal(t, constraint(t, "1.4 - 2.1.3").String(), ">=1.4.0 <=2.1.3")
	equal(t, constraint(t, "1.4 - 2.1").String(), ">=1.4.0 <2.2.0-0")
	equal(t, constraint(t, "1.4.1 - 2").String(), ">=1.4.1 <3.0.0-0")
	equal(t, constraint(t, "1 - 1, !=1.2").String(), ">=1.0.0 <2.0.0-0 !=1.2.0")
	equal(t, constraint(t, "!=1.2 1 - 2 3").String(), "!=1.2.0 >=1.0.0 <3.0.0-0 =3.0.0")
	equal(t, allowed(t, "1.4 - 2.1", "1.3.9 1.4.0 2.1.9 2.2.0 2.2.0-a"), "1.4.0 2.1.9")
}

func TestFromToIsRefusedElsewhere(t *testing.T) {
	equal(t, refusal(t, "1.4 -"), 4)
	equal(t, refusal(t, "- 1.4"), 0)
	equal(t, refusal(t, ">=1.4 - 2"), 6)
	equal(t, refusal(t, "1.4 - <2"), 6)
	equal(t, refusal(t, "x - 2"), 0)
	equal(t, refusal(t, "1 - 2 - 3"), 6)
	equal(t, refusal(t, "1.4-2"), 0)
	equal(t, refusal(t, "1.* - 2"), 0)
	equal(t, refusal(t, "1 - 2.*"), 4)
	equal(t, refusal(t, ">= 1 - 2"), 5)
}

func TestAlternatives(t *testing.T) {
	const list = "1.3.0 1.4.0 2.0.0 2.9.0 3.0.0 3.0.1 3.1.0"
	equal(t, allowed(t, "^1.4 || >=3, !=3.0.1 || 2.0.*", list), "1.4.0 2.0.0 3.0.0 3.1.0")
	equal(t, constraint(t, "^1.4||3,!=3.0.1 ||~2").String(), ">=1.4.0 <2.0.0-0 || =3.0.0 !=3.0.1 || >=2.0.0 <3.0.0-0")
	equal(t, allowed(t, "1.3||2", list), "1.3.0 2.0.0")
}

func TestAlternativesAskForSomething(t *testing.T) {
	equal(t, refusal(t, "1 ||"), 4)
	equal(t, refusal(t, "|| 1"), 0)
	equal(t, refusal(t, "1 || , || 2"), 7)
	equal(t, refusal(t, "  ||1"), 2)
	equal(t, refusal(t, "1 | 2"), 2)
	equal(t, refusal(t, "1 || ^x"), 6)
	equal(t, refusal(t, "1 || 2 || >= 1.2.3.4"), 13)
}

func TestPreviewsOfRanges(t *testing.T) {
	const list = "1.4.0-rc.1 1.4.0-rc.2 1.4.0 1.4.1-a 1.9.0 2.0.0-0 2.0.0-rc.1"
	equal(t, allowed(t, "^1.4", list), "1.4.0 1.9.0")
	equal(t, allowed(t, "^1.4.0-rc.2", list), "1.4.0-rc.2 1.4.0 1.9.0")
	equal(t, allowed(t, "~1.4.0-rc.1", list), "1.4.0-rc.1 1.4.0-rc.2 1.4.0")
	equal(t, allowed(t, "^1.4, >1.0.0, <=2.0.0-rc.1", list), "1.4.0 1.9.0")
	equal(t, allowed(t, "1.4.0-rc.2 - 2.0.0-0", list), "1.4.0-rc.2 1.4.0 1.9.0 2.0.0-0")
	equal(t, allowed(t, "1 - 1, >=1.0.0 <2.0.0-z", list), "1.4.0 1.9.0")
}

func TestPreviewsAreNamedByTheirOwnAlternative(t *testing.T) {
	const list = "1.4.0-rc.1 1.4.0 2.0.0-rc.1 2.0.0"
	equal(t, allowed(t, ">=1.4.0-rc.1 <1.5 || 2.0.0", list), "1.4.0-rc.1 1.4.0 2.0.0")
	equal(t, allowed(t, ">=1.0.0 || =3.0.0-a || >=2.0.0-rc.1 <=2", list), "1.4.0 2.0.0-rc.1 2.0.0")
}

func TestTheWrittenFormIsReadAgain(t *testing.T) {
	for _, text := range []string{"^1.4", "~0.2.1-a || *", "1 - 2.0.1 || 3.4.* !=3.4.1"} {
		written := constraint(t, text).String()
		if again := constraint(t, written).String(); again != written {
			t.Errorf("%s is read as %s", written, again)
		}
	}
}

func TestSpacesBehindOperators(t *testing.T) {
	equal(t, constraint(t, "^ 1.4 ~ 1").String(), ">=1.4.0 <2.0.0-0 >=1.0.0 <2.0.0-0")
	equal(t, refusal(t, "^"), 1)
	equal(t, refusal(t, "1, ~"), 4)
	equal(t, refusal(t, "^^1"), 1)
}

func TestPickOfAlternatives(t *testing.T) {
	v, ok := constraint(t, "^2 || ^1.4").Pick(versions(t, "1.9.0 2.0.1 2.0.0 3.0.0"))
	equal(t, ok, true)
	equal(t, v.String(), "2.0.1")
}
