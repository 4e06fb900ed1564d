package pennant

import "fmt"

// A SyntaxError says what can't be read, and where it begins.
type SyntaxError struct {
	Offset  int
	Problem string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("at %d: %s", e.Offset, e.Problem)
}
