package spec

import (
	"slices"
	"sync"
	"time"
)

// Kind is the name of a kind, spelled as in YAML.
type Kind string

// Type is everything the generic layers know of a kind. It is data: what a
// field means stands in the table Fields, never in a switch.
type Type struct {
	Kind      Kind
	Summary   string // what it is, in a sentence
	Parent    Kind   // the kind it lives in; empty for those right in a project
	ParentKey string // the metadata key that names the parent

	New func() Body // an empty body, a pointer to the kind's struct

	Name   Field            // facts about metadata.name
	Fields map[string]Field // facts about the spec, by dotted path
	Rules  []Rule           // facts about several fields of it, and of the name

	// NameSpace is set for kinds that share one name space in a project.
	NameSpace string
	// Key is the path of a field that tells which live object is meant better
	// than the name does, where both sides have it.
	Key string
	// Identity lists the paths of the fields by which an object is known that
	// has no name in Atlas, and of which metadata.name is our name alone: what
	// they say together means one object of a collection. A document that leaves
	// one out, where Atlas documents no default, says nothing by it.
	Identity []string
	// ListedBy is the path of the field, with an Enum, for each of whose values
	// Atlas has a list of its own.
	ListedBy string

	// Needs gives what a body refers to beside the fields with [Field.Refers],
	// such as by names in a free document. Nil means nothing.
	Needs func(Resource) []Address
	// Mentions lists the kinds that Needs gives.
	Mentions []Kind
	// Pins lists the kinds whose objects Atlas does not delete as long as an
	// object of this kind refers to them.
	Pins []Kind
	// Keeps lists the kinds whose objects must stay for as long as an object of
	// this kind refers to them, and which are not worth it to be taken along:
	// whoever wants them gone has to take the reference out first.
	Keeps []Kind

	// Fits lists what of a body does not go with the body of what it lives in, both
	// as far as they are said. Nil means that everything does.
	Fits func(body, parent Body) []Violation
	// Houses has the kinds whose objects Atlas puts into those of this kind without
	// being told which: of one project, they come after and go before, and as long as
	// one is in there Atlas neither changes nor deletes what it is in. Its functions
	// report of two bodies whether the one houses the other, as far as they say.
	Houses map[Kind]func(house, guest Body) bool
	// MadeAlong says that Atlas makes objects of this kind by itself, along with others,
	// and deletes them with the project: one that no document mentions keeps no project
	// from being deleted.
	MadeAlong bool
	// Unwritable says of an object in which something may be a secret from where no
	// document can refer to one, what that is, and what to do: an export leaves it out.
	Unwritable string
	// BuiltIn reports whether Atlas brings an object of a name along, and lists it
	// nowhere: it need not be there to be referred to. Nil means none.
	BuiltIn func(name string) bool

	// Judge looks at a change as a whole: from which state to which, and at what
	// price. Nil means that there is nothing to be said beyond the fields.
	Judge func(Change) Verdict

	// Root says that the kind is the project that everything else lives in. Its
	// name is that of the project, and its address has it twice.
	Root bool
	// Allow is the value of --allow that a deletion wants, where "delete" is too
	// small a word for it.
	Allow string

	// FullUpdate says that Atlas replaces the whole object on PATCH, secrets
	// included, so that an update must carry all of it.
	FullUpdate bool
	// Staged says that Atlas takes some changes only one after the other: an
	// update sends what can go first, and what is left follows when it is done.
	Staged bool
	// OneWriter says that Atlas wants the writes of one collection one after
	// the other.
	OneWriter bool
	// AddFirst says that what is deleted of a collection goes only when what is
	// created or changed there is done.
	AddFirst bool
	// Expires is set for kinds whose objects Atlas deletes by itself on a date.
	Expires Expiry
	// LastTakesParent says that Atlas deletes the parent along with the last
	// object in it.
	LastTakesParent bool
	// Protection is the path of Atlas's own guard against deletion, if any.
	Protection string
	// Loses says what a deletion destroys, for the hazard line.
	Loses string
	// Last says what it means that a collection has no object left.
	Last string
	// Announce lists the facts of [Resource.Status] that whoever created the
	// resource needs next.
	Announce []string
	// Timeout is how long a resource may take to become ready or to vanish.
	Timeout time.Duration
	// NotCovered says what of it Atlas knows and a document cannot say, in a
	// sentence.
	NotCovered string
	// Example is a small document that loads, for the page of the kind: no more
	// than what a new object needs.
	Example string
	// Docs is the page of the Atlas Admin API that describes the kind.
	Docs string

	partial bool // of a document that says no more than which object it means
}

// Expiry is what is known of the date on which Atlas deletes an object by itself.
type Expiry struct {
	Path   string        // of the field that holds it; empty: there is none
	Within time.Duration // how far ahead of now Atlas takes one
}

// table is the table of kinds, in the order in which they are documented. It
// is built at its first use, so that printing the version costs nothing.
var table = sync.OnceValue(func() []Type {
	return []Type{
		projectType(),
		flexClusterType(),
		clusterType(),
		streamWorkspaceType(),
		streamConnectionType(),
		streamProcessorType(),
		serverlessInstanceType(),
		serverlessPrivateEndpointType(),
		ipAccessListEntryType(),
		customDBRoleType(),
		databaseUserType(),
		streamPrivateLinkType(),
		privateEndpointServiceType(),
		privateEndpointType(),
		networkContainerType(),
	}
})

// Types gives the table of kinds, in the order in which they are documented.
func Types() []Type { return slices.Clone(table()) }

// TypeOf looks a kind up in the table.
func TypeOf(k Kind) (Type, bool) {
	i := slices.IndexFunc(table(), func(t Type) bool { return t.Kind == k })
	if i < 0 {
		return Type{}, false
	}
	return table()[i], true
}

// rootType gives the kind that is the project itself, and false while there is
// none.
func rootType() (Type, bool) {
	i := slices.IndexFunc(table(), func(t Type) bool { return t.Root })
	if i < 0 {
		return Type{}, false
	}
	return table()[i], true
}

// Tops gives the kinds that live right in a project.
func Tops() []Type {
	return slices.DeleteFunc(Types(), func(t Type) bool { return t.Parent != "" || t.Root })
}

// Twins reports whether Atlas can come to hold two objects of one name: because
// it knows them by something else or has no names for them, or because it does not
// tell two requests apart that come at once.
func (t Type) Twins() bool { return t.Key != "" || t.Identity != nil || t.Root }

// Restores reports whether an update may leave anything otherwise for a while.
func (t Type) Restores() bool {
	for _, f := range t.Fields {
		if f.Restored {
			return true
		}
	}
	return false
}

// Children gives the kinds that live in kind k.
func Children(k Kind) []Type {
	var children []Type
	for _, t := range table() {
		if t.Parent == k {
			children = append(children, t)
		}
	}
	return children
}

// KindNames lists the names of all kinds, in the order of the table.
func KindNames() []string {
	names := make([]string, 0, len(table()))
	for _, t := range table() {
		names = append(names, string(t.Kind))
	}
	return names
}
