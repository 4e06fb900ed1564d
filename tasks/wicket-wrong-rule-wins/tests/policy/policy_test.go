package policy

import (
	"strings"
	"testing"
)

const example = `# Who is who
group editors = ada, bob, @leads
group leads = grace

# Who may do what
allow  @editors  write  /drafts/**
deny   bob       *      /drafts/secret
allow  *         read   /public/**
`

func parse(t *testing.T, lines ...string) *Policy {
	t.Helper()
	p, err := Parse(strings.Join(lines, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func equal[T comparable](t *testing.T, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestExample(t *testing.T) {
	p := parse(t, example)
	equal(t, p.Decide("ada", "write", "/drafts/a").Line, 6)
	equal(t, p.Decide("ada", "write", "/drafts/a").Allowed, true)
	equal(t, p.Decide("grace", "write", "/drafts/a/b").Line, 6)
	equal(t, p.Decide("ada", "read", "/drafts/a").Line, 0)
	equal(t, p.Decide("bob", "write", "/drafts/secret").Line, 7)
	equal(t, p.Decide("bob", "write", "/drafts/secret").Allowed, false)
	equal(t, p.Decide("eve", "read", "/public/a").Line, 8)
	equal(t, p.Decide("eve", "write", "/public/a").Line, 0)
}

func TestNamesAreCloserThanGroups(t *testing.T) {
	p := parse(t, "group g = ada", "deny * read /a", "deny @g read /a", "allow ada read /a")
	equal(t, p.Decide("ada", "read", "/a").Line, 4)
	equal(t, p.Decide("bob", "read", "/a").Line, 2)
}

func TestDenyIsCloserThanAllow(t *testing.T) {
	p := parse(t, "allow ada read /a", "deny ada read /a", "deny ada read /a")
	equal(t, p.Decide("ada", "read", "/a").Line, 2)
}

func TestErrorsNameTheLine(t *testing.T) {
	for text, want := range map[string]string{
		"\nallow ada read":         "line 2: a rule is written",
		"group a":                  "line 1: a group is written",
		"group a = b\ngroup a = c": "line 2: the group a is defined twice",
		"allow ada read a":         "line 1: the pattern \"a\" does not begin",
	} {
		if _, err := Parse(text); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

func TestAddedRulesCount(t *testing.T) {
	p := parse(t, "allow * read /**")
	if err := p.Add("deny ada read /a"); err != nil {
		t.Fatal(err)
	}
	equal(t, p.Decide("ada", "read", "/a").Line, 2)
}

func TestPathsAreCleanedFirst(t *testing.T) {
	p := parse(t, "allow * read /public/**", "allow ada read /")
	equal(t, p.Decide("eve", "read", "/public/../drafts/a").Line, 0)
	equal(t, p.Decide("eve", "read", "/drafts/../public/a").Line, 1)
	equal(t, p.Decide("eve", "read", "/public").Line, 1)
	equal(t, p.Decide("eve", "read", "/../public/").Line, 1)
	equal(t, p.Decide("ada", "read", "/public/..").Line, 2)
	equal(t, p.Decide("ada", "read", "public/a").Line, 0)
}

func TestTheClosestPathAnswers(t *testing.T) {
	p := parse(t, "allow ada read /a/**", "deny ada read /*/x/y", "deny * * /**", "allow * * /a/*z", "deny ada read /a/b*z")
	equal(t, p.Decide("ada", "read", "/a/x/y").Line, 1)
	equal(t, p.Decide("ada", "read", "/b/x/y").Line, 2)
	equal(t, p.Decide("eve", "read", "/a/x").Line, 3)
	equal(t, p.Decide("ada", "read", "/a/xz").Line, 4)
	equal(t, p.Decide("ada", "read", "/a/bz").Line, 5)
	equal(t, p.Decide("ada", "write", "/").Line, 3)
}

func TestThePathComesBeforeTheUser(t *testing.T) {
	p := parse(t, "allow ada read /**", "deny * * /a")
	equal(t, p.Decide("ada", "read", "/a").Line, 2)
	equal(t, p.Decide("ada", "read", "/b").Line, 1)
}

func TestTheUserComesBeforeTheAction(t *testing.T) {
	p := parse(t, "group ops = ada, @night", "group night = eve", "allow @ops * /srv", "deny * read /srv", "deny @night read /srv", "allow eve * /srv")
	equal(t, p.Decide("ada", "read", "/srv").Line, 3)
	equal(t, p.Decide("ada", "read", "/srv").Allowed, true)
	equal(t, p.Decide("bob", "read", "/srv").Line, 4)
	equal(t, p.Decide("eve", "read", "/srv").Line, 6)
}

func TestTheNearerGroupIsCloser(t *testing.T) {
	p := parse(t, "group far = @middle, @near", "group middle = @near", "group near = ada", "group other = @one", "group one = @two", "group two = ada",
		"allow @far read /a", "deny @other read /a", "deny @near read /b", "allow @far read /b")
	equal(t, p.Decide("ada", "read", "/a").Line, 7)
	equal(t, p.Decide("ada", "read", "/b").Line, 9)
}

func TestExceptionsAreNoMembers(t *testing.T) {
	p := parse(t, "group staff = @leads, !grace", "group leads = grace, ada", "allow @staff write /wiki", "allow @leads write /wiki/**")
	equal(t, p.Decide("grace", "write", "/wiki").Line, 4)
	equal(t, p.Decide("ada", "write", "/wiki").Line, 4)
	q := parse(t, "group staff = @leads, !grace", "group leads = grace, ada", "allow @staff write /wiki")
	equal(t, q.Decide("grace", "write", "/wiki").Line, 0)
	equal(t, q.Decide("ada", "write", "/wiki").Line, 3)
}

func TestTheActionComesBeforeDeny(t *testing.T) {
	p := parse(t, "deny ada * /a", "allow ada read /a", "allow ada write /b", "deny ada * /b")
	equal(t, p.Decide("ada", "read", "/a").Line, 2)
	equal(t, p.Decide("ada", "write", "/a").Line, 1)
	equal(t, p.Decide("ada", "write", "/b").Line, 3)
}

func TestTheFirstOfEqualRulesAnswers(t *testing.T) {
	p := parse(t, "allow ada * /x", "deny ada read /a", "", "deny ada read /a", "allow ada read /a", "allow eve read /a", "allow eve read /a")
	equal(t, p.Decide("ada", "read", "/a").Line, 2)
	equal(t, p.Decide("eve", "read", "/a").Line, 6)
}

func TestAddedRulesCountForOldQuestions(t *testing.T) {
	p := parse(t, "group g = eve", "allow * read /**")
	equal(t, p.Decide("ada", "read", "/a").Line, 2)
	equal(t, p.Decide("bob", "read", "/a").Line, 2)
	if err := p.Add("deny ada read /a"); err != nil {
		t.Fatal(err)
	}
	equal(t, p.Decide("ada", "read", "/a").Line, 3)
	equal(t, p.Decide("bob", "read", "/a").Line, 2)
	if err := p.Add("nonsense"); err == nil {
		t.Error("nonsense was added")
	}
	equal(t, p.Decide("ada", "read", "/a").Line, 3)
}

func TestAddedGroups(t *testing.T) {
	p := parse(t, "allow @g read /a", "group g = eve")
	equal(t, p.Decide("ada", "read", "/a").Line, 0)
	if err := p.Add("group h = ada"); err != nil {
		t.Fatal(err)
	}
	if err := p.Add("allow @h read /a"); err != nil {
		t.Fatal(err)
	}
	equal(t, p.Decide("ada", "read", "/a").Line, 4)
	equal(t, p.Decide("eve", "read", "/a").Line, 1)
}
