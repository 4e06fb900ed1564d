package pennant

import (
	"strconv"
	"strings"
)

// A Constraint says which versions are allowed.
type Constraint struct {
	comparisons []comparison
}

type comparison struct {
	operator string
	version  Version
}

// Operators, longer ones before those that they begin with.
var operators = []string{"!=", "<=", ">=", "=", "<", ">"}

// ParseConstraint reads a constraint such as ">=1.4, <2".
func ParseConstraint(text string) (Constraint, error) {
	var c Constraint
	parts := split(text)
	for i := 0; i < len(parts); i++ {
		operator, rest := cutOperator(parts[i].text)
		offset := parts[i].offset + len(operator)
		if rest == "" && i+1 < len(parts) && operator != "" {
			i++
			rest, offset = parts[i].text, parts[i].offset
		}
		version, _, err := parsePartial(rest, offset)
		if err != nil {
			return Constraint{}, err
		}
		if operator == "" {
			operator = "="
		}
		c.comparisons = append(c.comparisons, comparison{operator, version})
	}
	if len(c.comparisons) == 0 {
		return Constraint{}, &SyntaxError{len(text), "nothing is asked for: " + strconv.Quote(text)}
	}
	return c, nil
}

// Allows says whether a version is one of those that are asked for.
func (c Constraint) Allows(version Version) bool {
	isNamed := !version.IsPreview()
	for _, comparison := range c.comparisons {
		if !comparison.holds(version) {
			return false
		}
		isNamed = isNamed || comparison.names(version)
	}
	return isNamed
}

func (c Constraint) String() string {
	var words []string
	for _, comparison := range c.comparisons {
		words = append(words, comparison.operator+comparison.version.String())
	}
	return strings.Join(words, " ")
}

func (c comparison) holds(version Version) bool {
	by := Compare(version, c.version)
	switch c.operator {
	case "=":
		return by == 0
	case "!=":
		return by != 0
	case "<":
		return by < 0
	case "<=":
		return by <= 0
	case ">":
		return by > 0
	}
	return by >= 0
}

// names says whether the comparison speaks of previews of the same three numbers.
func (c comparison) names(version Version) bool {
	return c.operator != "!=" && c.version.IsPreview() && c.version.Major == version.Major &&
		c.version.Minor == version.Minor && c.version.Patch == version.Patch
}

func cutOperator(text string) (operator, rest string) {
	for _, operator := range operators {
		if strings.HasPrefix(text, operator) {
			return operator, text[len(operator):]
		}
	}
	return "", text
}
