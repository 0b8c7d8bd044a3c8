package spectest

import (
	"fmt"
	"hash/fnv"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Estate is how objects of a kind occur in the random estates that the chaos test
// has Atlas and the files hold, and how to tell there which request and which
// record is about which object.
type Estate struct {
	// Names are what they are called, and Percent how often there is one of each.
	// Without names each sample is one object, whose name tells its shape.
	Names   []string
	Percent int
	// Era is when there are any.
	Era Era
	// KeepsShape says that an object cannot become one of another shape.
	KeepsShape bool
	// Wire makes the body of a sample one of an estate: what it refers to is there,
	// and it means what its name says. Nil: every body is. It gives nil for what
	// cannot be there.
	Wire func(around Surroundings, addr spec.Address, b spec.Body) spec.Body

	// Places are where the API has the objects, below their project.
	Places []Place
	// Stored is the kind in the emulator's state file, if another one.
	Stored string
	// Called gives the name in documents for what a path and a record have, several
	// parts with slashes between them. Nil: it is the same.
	Called func(name string) string
	// Segment gives what stands for the name at {name}, likewise.
	Segment func(name string) string
}

// Place is where the API has objects.
type Place struct {
	All string // to which they are posted; empty: to nowhere
	One string // {parent} stands for what that goes by, other names in braces for parts of the name, * for anything
	// Posted gives what tells the object that a body creates, and nothing where none
	// does. Nil: the member "name".
	Posted func(body map[string]any) string
}

// member gives the first of some members of a body that is there.
func member(names ...string) func(map[string]any) string {
	return func(body map[string]any) string {
		for _, name := range names {
			if text, ok := body[name].(string); ok {
				return text
			}
		}
		return ""
	}
}

// Era is when Atlas has objects of a kind.
type Era int

// The eras. All kinds that Atlas still has were there in the days of serverless.
const (
	Always     Era = iota
	MostlyThen     // in the days of serverless one of its name space mostly is of this kind
	OnlyThen       // in the days of serverless, and in what was then
)

// Surroundings are what an object of an estate has around it.
type Surroundings interface {
	Dice
	// There lists the names of what is there of a kind, in a project or a parent.
	There(kind spec.Kind, project, parent string) []string
	// At gives the body of what is there at an address, or was; or nil.
	At(addr spec.Address) spec.Body
	// Native says that these are the days of serverless.
	Native() bool
	// Fresh says that the project is created along with all that is in it.
	Fresh() bool
}

// Number makes a number of an address, by which to tell its object from others:
// 16 hexadecimal digits.
func Number(addr spec.Address) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(addr.String())) // never fails
	return fmt.Sprintf("%016x", h.Sum64())
}
