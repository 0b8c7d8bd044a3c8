package main

import (
	"fmt"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// oddities is the flag that says how often the emulator is odd.
type oddities struct{ chosen emulator.Oddities }

// String gives the word.
func (o *oddities) String() string { return o.chosen.String() }

// Set chooses another one.
func (o *oddities) Set(word string) (err error) {
	o.chosen, err = emulator.ParseOddities(word)
	return err
}

// Type is what the help calls the value.
func (o *oddities) Type() string { return "string" }

func (o *oddities) words() []string {
	return []string{emulator.OdditiesRecorded.String(), emulator.OdditiesNever.String(), emulator.OdditiesAlways.String()}
}

// oddityHelp lists the oddities with how often they come.
func oddityHelp() string {
	var b strings.Builder
	for _, o := range emulator.OddityTable() {
		fmt.Fprintf(&b, "  %-16s %5.1f %%  %s\n", o.Name, 100*o.Share, o.Text)
	}
	return b.String()
}
