package spec

import "strings"

// Secret says where a secret value lives, never the value: "env:NAME" or
// "file:PATH". There is nothing in it to leak, and it prints as "(secret)".
type Secret string

// EnvSecret refers to an environment variable.
func EnvSecret(name string) Secret { return Secret("env:" + name) }

// FileSecret refers to the content of a file.
func FileSecret(path string) Secret { return Secret("file:" + path) }

// Source splits a reference into its key in the YAML, "env" or "file", and
// the name or path behind it.
func (s Secret) Source() (key, name string) {
	key, name, _ = strings.Cut(string(s), ":")
	return key, name
}

// String hides even the reference: what is printed by accident stays silent.
func (Secret) String() string { return "(secret)" }

// GoString is String, for %#v.
func (Secret) GoString() string { return "(secret)" }

// Value is a string that may be a secret which Atlas gives back, such as a
// header of an Https connection. It is one of three things: text as written in
// the YAML, a reference, or hidden, which is a live value that is none of our
// business beyond that it is there, and whether it is the same as before.
type Value string

// The marks cannot occur in text: YAML has no NUL character.
const (
	refMark = "\x00"
	// Hidden is a live value that differs from what the YAML says, or of
	// which the YAML says nothing.
	Hidden Value = hiddenMark
	// A fingerprint of the value may follow.
	hiddenMark = "\x00hidden"
)

// Text is a value as written.
func Text(s string) Value { return Value(s) }

// Ref is a value that lives elsewhere.
func Ref(s Secret) Value { return Value(refMark + string(s)) }

// Ref gives the reference, and false when the value is none.
func (v Value) Ref() (Secret, bool) {
	s, ok := strings.CutPrefix(string(v), refMark)
	return Secret(s), ok && !v.IsHidden()
}

// IsHidden reports whether v is a live value that is not shown.
func (v Value) IsHidden() bool { return strings.HasPrefix(string(v), hiddenMark) }

// Text gives the text, and false for a reference and a hidden value.
func (v Value) Text() (string, bool) {
	return string(v), !strings.HasPrefix(string(v), refMark)
}

// String never gives the text away: it may be a secret of the server.
func (v Value) String() string {
	if v.IsHidden() {
		return "(hidden)"
	}
	if _, ok := v.Ref(); ok {
		return "(secret)"
	}
	return "(value)"
}

// GoString is String, for %#v.
func (v Value) GoString() string { return v.String() }
