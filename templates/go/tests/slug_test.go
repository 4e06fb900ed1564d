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

func TestSeveralSignsInARowMakeOneDash(t *testing.T) {
	if got := Of("hello, world"); got != "hello-world" {
		t.Errorf("got %q", got)
	}
	if got := Of("a -- b"); got != "a-b" {
		t.Errorf("got %q", got)
	}
}

func TestThereIsNoDashAtEitherEnd(t *testing.T) {
	if got := Of("What now?"); got != "what-now" {
		t.Errorf("got %q", got)
	}
	if got := Of("(aside)"); got != "aside" {
		t.Errorf("got %q", got)
	}
	if got := Of("?!"); got != "" {
		t.Errorf("got %q", got)
	}
}
