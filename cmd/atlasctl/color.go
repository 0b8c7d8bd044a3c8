package main

import (
	"github.com/atlasctl/atlasctl/pkg/plan/render"
)

// theme decides about colour on a stream. The flag wins; then NO_COLOR
// (no-color.org), FORCE_COLOR and CLICOLOR_FORCE, a dumb terminal, and at last
// whether it is a terminal at all.
func (e env) theme(flag word, stream any) render.Theme {
	if e.colored(flag.chosen, stream) {
		return render.Colour()
	}
	return render.Theme{}
}

func (e env) colored(flag string, stream any) bool {
	switch {
	case flag != "auto":
		return flag == "always"
	case e.get("NO_COLOR") != "":
		return false
	case isSet(e.get("FORCE_COLOR")), isSet(e.get("CLICOLOR_FORCE")):
		return true
	case e.get("TERM") == "dumb":
		return false
	}
	return e.isTerminal(stream)
}

func isSet(v string) bool { return v != "" && v != "0" && v != "false" }
