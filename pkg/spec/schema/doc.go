// Package schema tells of the table of kinds: as a JSON Schema of the whole YAML
// format, for editors and other tools, and as a page for each kind, for people. It
// tells of the settings of a run in the same way.
//
// The table of kinds and the structs of the bodies flow in, bytes flow out.
//
// It promises that what it says is what the loader does: a document that the
// loader takes is valid by the schema, and one that the loader refuses is
// invalid wherever a JSON Schema can say why. What it cannot say is left to the
// loader: what compares or computes with values, how the YAML is written, and
// whatever concerns several documents.
//
// It never reads or writes anything.
package schema
