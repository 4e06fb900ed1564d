package policy

import (
	"strings"

	"example.org/wicket/members"
	"example.org/wicket/pattern"
)

type question struct {
	user, action, path string
}

type rule struct {
	line   int
	allow  bool
	who    string
	action string
	where  pattern.Pattern
}

// Steps that stand for everybody: further away than any group.
const everybody = 1 << 30

// Decide answers whether a user may do something at a path.
func (p *Policy) Decide(user, action, path string) Answer {
	q := question{user, action, path}
	answer, ok := p.known[q]
	if !ok {
		answer = p.decide(q)
		p.known[q] = answer
	}
	return answer
}

func (p *Policy) decide(q question) Answer {
	path, ok := pattern.Clean(q.path)
	if !ok {
		return Answer{}
	}
	var closest *match
	for _, r := range p.rules {
		steps, ok := r.stepsTo(q.user, p.groups)
		if !ok || r.action != "*" && r.action != q.action || !r.where.Matches(path) {
			continue
		}
		found := &match{r, steps}
		if closest == nil || found.isCloserThan(closest) {
			closest = found
		}
	}
	if closest == nil {
		return Answer{}
	}
	return Answer{Allowed: closest.allow, Line: closest.line}
}

// stepsTo says how far the user of a rule is away from somebody: 0 for himself.
func (r rule) stepsTo(user string, groups members.Groups) (int, bool) {
	switch {
	case r.who == "*":
		return everybody, true
	case strings.HasPrefix(r.who, "@"):
		steps := groups.Steps(user, r.who[1:])
		return steps, steps > 0
	}
	return 0, r.who == user
}

// A match is a rule that matches a question, and how far its user is away.
type match struct {
	rule
	steps int
}

func (m *match) isCloserThan(other *match) bool {
	if by := pattern.Compare(m.where, other.where); by != 0 {
		return by > 0
	}
	if (m.action == "*") != (other.action == "*") {
		return other.action == "*"
	}
	if m.steps != other.steps {
		return m.steps < other.steps
	}
	return !m.allow && other.allow
}
