package main

import "testing"

func TestPrintable(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a: b\n":            "a: b\n",
		"\x1b[31mred\x1b[m": `\x1b[31mred\x1b[m`,
		"über\t→\r\n":       "über\t→\\r\n",
		"\u202eevil":        `\u202eevil`,
	} {
		if got := printable(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
