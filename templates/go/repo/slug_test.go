package slug

import "testing"

func TestWordsAreJoinedByADash(t *testing.T) {
	if got := Of("one two 3"); got != "one-two-3" {
		t.Errorf("got %q", got)
	}
}

func TestCapitalLettersBecomeSmallOnes(t *testing.T) {
	if got := Of("Gymkhana"); got != "gymkhana" {
		t.Errorf("got %q", got)
	}
}
