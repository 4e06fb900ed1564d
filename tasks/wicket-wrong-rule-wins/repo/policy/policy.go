// Package policy reads policies and decides by them.
package policy

import (
	"bufio"
	"fmt"
	"strings"

	"example.org/wicket/members"
	"example.org/wicket/pattern"
)

// A Policy is a list of rules and the groups that they speak of. It may not be used by several goroutines at a time.
type Policy struct {
	groups members.Groups
	rules  []rule
	lines  int
	known  map[question]Answer
}

// An Answer says whether something is allowed, and which line of the policy said so: 0 if none did.
type Answer struct {
	Allowed bool
	Line    int
}

// Parse reads a policy. Errors begin with the number of the line.
func Parse(text string) (*Policy, error) {
	p := &Policy{groups: members.Groups{}, known: map[question]Answer{}}
	scanner := bufio.NewScanner(strings.NewReader(text))
	for scanner.Scan() {
		if err := p.take(scanner.Text()); err != nil {
			return nil, err
		}
	}
	if err := p.groups.Check(); err != nil {
		return nil, err
	}
	return p, scanner.Err()
}

// Add appends one more line to the policy: a rule, a group or a comment.
func (p *Policy) Add(line string) error {
	if err := p.take(line); err != nil {
		return err
	}
	return p.groups.Check()
}

func (p *Policy) take(line string) error {
	p.lines++
	line, _, _ = strings.Cut(line, "#")
	words := strings.Fields(line)
	if len(words) == 0 {
		return nil
	}
	var err error
	if words[0] == "group" {
		err = p.takeGroup(line)
	} else {
		err = p.takeRule(words)
	}
	if err != nil {
		return fmt.Errorf("line %d: %w", p.lines, err)
	}
	return nil
}

func (p *Policy) takeGroup(line string) error {
	head, list, ok := strings.Cut(line, "=")
	words := strings.Fields(head)
	if !ok || len(words) != 2 {
		return fmt.Errorf("a group is written as group NAME = MEMBER, …")
	}
	return p.groups.Define(words[1], list)
}

func (p *Policy) takeRule(words []string) error {
	if len(words) != 4 || words[0] != "allow" && words[0] != "deny" {
		return fmt.Errorf("a rule is written as allow|deny WHO ACTION PATTERN")
	}
	where, err := pattern.Parse(words[3])
	if err != nil {
		return err
	}
	p.rules = append(p.rules, rule{line: p.lines, allow: words[0] == "allow", who: words[1], action: words[2], where: where})
	return nil
}
