package spectest

import (
	"slices"
	"sync"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Specimen is what tests know of a kind beside its table of fields. Paths are
// those of the table.
type Specimen struct {
	Kind spec.Kind

	// Samples are the shapes that its objects come in. The first one is the
	// smallest: it serves as the parent of the kinds that live in it.
	Samples []Sample
	// Names are names that are hard to write in YAML, or to tell from others.
	Names []string
	// Texts are such values of fields, by path. What has a Check needs some.
	Texts map[string][]string
	// Few are values of fields in small worlds: few, so that the same ones meet,
	// and such as are the names of other things there, see [SmallNames].
	Few map[string][]string

	// Loads makes a drawn body follow what Validate says. Nil: there is nothing.
	Loads func(d Dice, name string, b spec.Body)
	// Possible makes a drawn body one that Atlas could hold. Nil: all are.
	Possible func(d Dice, name string, b spec.Body)
	// Among makes a drawn body one of a small world: what it refers to is there,
	// and it is told from others. Nil: every body is.
	Among func(b spec.Body, addr spec.Address, there func(spec.Address) bool)

	// Refers lists kinds that it refers to in small worlds, beside what it lives in,
	// pins and keeps.
	Refers []spec.Kind

	Recorded Recording
	Estate   Estate
}

// Recording is how the kind is told in exchanges with Atlas, of which some were
// recorded.
type Recording struct {
	// Path matches the path of an object or of a collection, with the parent and
	// the name as groups. Empty: nothing was recorded. But is a name that means
	// another kind.
	Path, But string
	// Lists are what is listed of one project, or of one parent, which {parent}
	// stands for, below the project. Nil: where the objects are posted to.
	Lists []string
	// Answered tells under which name answers have a field, where it is another
	// one than in requests.
	Answered map[string]string
	// FilledIn are the fields that answers have whether they were sent or not.
	FilledIn []string
	// Answers gives what an answer says beyond what was sent. Nil: nothing.
	Answers func(sent map[string]any) map[string]any
}

// aProject is how paths in a project begin.
const aProject = `/groups/[0-9a-f]{24}`

// Lists gives what is listed of the kind in a project: see [Recording.Lists].
func (s Specimen) Lists() []string {
	if s.Recorded.Lists != nil {
		return s.Recorded.Lists
	}
	return []string{s.Estate.Places[0].All}
}

// SmallNames are the names of all objects of small worlds.
func SmallNames() []string { return []string{"a", "b", "c"} }

// table is the table of specimens. What others refer to stands before what refers
// to it.
var table = sync.OnceValue(func() []Specimen {
	all := []Specimen{
		project(),
		streamPrivateLink(),
		flexCluster(),
		cluster(),
		serverlessInstance(),
		serverlessPrivateEndpoint(),
		customDBRole(),
		databaseUser(),
		ipAccessListEntry(),
		privateEndpointService(),
		privateEndpoint(),
		networkContainer(),
		streamWorkspace(),
		streamConnection(),
		streamProcessor(),
	}
	for _, s := range all {
		for i := range s.Samples {
			s.Samples[i].Kind = s.Kind
		}
	}
	return all
})

// All gives the table of specimens: what others refer to before what refers to it.
func All() []Specimen { return slices.Clone(table()) }

// Of gives the specimen of a kind. It panics when there is none.
func Of(kind spec.Kind) Specimen {
	i := slices.IndexFunc(table(), func(s Specimen) bool { return s.Kind == kind })
	if i < 0 {
		panic("kind " + string(kind) + " has no specimen: add a file to package spectest, and a line to its table")
	}
	return table()[i]
}

// SamplesOf gives the samples of a kind. It fails the test when there are none.
func SamplesOf(t testing.TB, kind spec.Kind) []Sample {
	t.Helper()
	s := Of(kind)
	if len(s.Samples) == 0 {
		t.Fatalf("kind %s has no samples: add some to its file in package spectest", kind)
	}
	return slices.Clone(s.Samples)
}
