package spec

import (
	"fmt"
	"slices"
)

// Field is what is known of one field of a kind, beyond its Go type. The
// loader, the plan and the export read the same table, so a fact is written
// once.
type Field struct {
	// About says what it is, in a sentence, where its name and Atlas's pages do
	// not.
	About string
	// Required means that Atlas wants it whenever its block is present.
	Required bool
	// RequiredToCreate means that Atlas wants it to create the object, and
	// that a document may leave it out to manage the rest of one that exists.
	RequiredToCreate bool
	// Immutable means that Atlas cannot change it, nor anything below it, in
	// place: a change is a replacement.
	Immutable bool
	// Enum lists all values of a closed set. Another one is a problem.
	Enum []string
	// Known lists the values of a set that Atlas extends. Another one is a
	// warning.
	Known []string
	// ReadOnly means that Atlas sets it, and wants it back in updates: no
	// document says it.
	ReadOnly bool
	// SetOnce means that Atlas takes a value where there is none, and no other
	// one after that.
	SetOnce bool
	// When says for which values of another field this one exists. Outside of
	// them it is a problem, or, when Tolerated, a warning.
	When      When
	Tolerated bool
	// Refers lists the kinds one of which the text is the name of. It lives in
	// the project whose ID the field at RefersIn holds, else in the same one.
	Refers   []Kind
	RefersIn string
	// ID is the path of a field, beside this one, that holds the server's ID of
	// what this one is our name of. A document says one of the two.
	ID string
	// FromName means that the field is metadata.name, kept in another place.
	FromName bool
	// Metadata is the key of the metadata that the field stands under instead of
	// the spec; empty means in the spec. The field is a text on top.
	Metadata string
	// AfterCreate means that Atlas takes it for an object that is there only,
	// which begins with a value of Atlas's choice: a creation is two writes.
	AfterCreate bool
	// MinLen and MaxLen bound the length in characters; for a map, a set or a
	// list, the number of members. Zero means no bound.
	MinLen, MaxLen int
	// Min and Max bound a number. Nil means no bound.
	Min, Max *int64
	// Keys are the facts about the keys of a map; Values about its values, or
	// about the members of a set or a list. Members that have fields need no
	// Values: the facts about those stand in the table, under paths that leave
	// out which member is meant.
	Keys, Values *Field
	// Identity names the fields, all of them texts, of the members of a list that
	// tell which one is meant; the order of such a list means nothing, see
	// [Type.Align]. Without them, the members of two lists of one length are the
	// same in their order.
	Identity []string
	// Check looks at the text of a scalar and says what is wrong with it, in
	// words that follow the value; empty means fine.
	Check func(text string) string
	// Normal gives the one spelling of a text that passed all checks. Whatever
	// reads a resource sees that one.
	Normal func(text string) string
	// Fold gives what all spellings of one value have in common, where what stands
	// behind it takes several for the same: by that they are compared, and each
	// side keeps its own.
	Fold func(text string) string
	// Pattern is a regular expression that all texts match which Check lets
	// pass, for tools that only know that much. Empty where none says more than
	// that there is text.
	Pattern string
	// Never is a regular expression that none of them matches.
	Never string
	// Form is a JSON Schema that all values of a free document match which the
	// kind lets pass, for such tools. Empty where none says more than its type.
	Form string
	// Default is the value that Atlas documents for a field left out.
	Default string
	// Unsaid says in words what is taken for a field left out, where neither
	// Default nor Computed says it well.
	Unsaid string
	// Inherits is the path of the field of the parent whose value is taken for this
	// one when it is left out.
	Inherits string
	// Computed means that Atlas chooses a value when the field is left out.
	Computed bool
	// Initial is the value that everything new has: another one takes an update
	// after the creation.
	Initial string
	// Restored means that an update of other fields may leave it otherwise for a
	// while, and puts it back at its end.
	Restored bool
	// SentWith lists the fields with a change of which Atlas takes this one, which
	// it does not give back: it is sent then, and never compared.
	SentWith []string
	// Held reports whether a live object has this secret, where no single field
	// decides about that.
	Held func(Body) bool
	// Hazard is what a change of this field does to a running system.
	Hazard string
	// Loses is what it means for one that a member of this list goes, which has an
	// Identity.
	Loses string
}

// Range says in words which numbers a field may have; empty means any.
func (f Field) Range() string {
	switch {
	case f.Min == nil && f.Max == nil:
		return ""
	case f.Max == nil:
		return fmt.Sprintf("at least %d", *f.Min)
	case f.Min == nil:
		return fmt.Sprintf("at most %d", *f.Max)
	}
	return fmt.Sprintf("%d to %d", *f.Min, *f.Max)
}

// When ties a field to the values of another one, its discriminator. The zero
// value ties it to nothing.
type When struct {
	Path   string
	Values []string
}

// Holds reports whether the discriminator's value allows the field.
func (w When) Holds(value string) bool {
	return w.Path == "" || slices.Contains(w.Values, value)
}

// when is a short way to write a When in a table of fields.
func when(path string, values ...string) When {
	return When{Path: path, Values: values}
}
