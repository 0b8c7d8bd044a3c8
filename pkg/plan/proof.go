package plan

import (
	"slices"
	"strings"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Document names what a document makes: the address with everything that it says,
// and what goes back to its default because the document says it no more,
// whatever is live, and whatever the server ignores of it for the moment. It is
// empty for a document that makes nothing.
func Document(want spec.Resource) string {
	if want.Body == nil {
		return ""
	}
	return digest(struct {
		Format   int    `json:"format"`
		Address  string `json:"address"`
		Document any    `json:"document"`
	}{FormatVersion, want.Addr.String(), Value(spec.Encode(wanted(want)))})
}

// wanted is the body of a document with the defaults of what it says no more.
func wanted(want spec.Resource) spec.Body {
	if want.Earlier == nil {
		return want.Body
	}
	t, body := typeOf(want), spec.Clone(want.Body)
	for _, path := range spec.Removed(want.Earlier.Body, want.Body) {
		if _, immutable := t.ImmutablePath(strings.Split(path, ".")); t.Fields[path].Default != "" && !immutable {
			t.Reset(body, path)
		}
	}
	return body
}

// shownBy names the document by which somebody can tell later that a change is
// done. It is empty where none shows it: of a deletion, and of secrets that are
// sent again because somebody asked for it.
func (c *computation) shownBy(ch *change) string {
	asked := func(f Field) bool { return f.Secret && f.Reason != "" }
	if ch.action == Delete || slices.Contains(c.flags.Rotate, ch.addr) || slices.ContainsFunc(ch.fields, asked) {
		return ""
	}
	doc := c.written[ch.addr]
	if !c.flags.Since {
		doc.Earlier = nil
	}
	return Document(doc)
}

// Evidence is by what an operation can be told to be done that a plan does not
// have any more.
type Evidence struct {
	// Documents are those of today, with what they remember.
	Documents []spec.Resource
	// Live is what lives beside what was to be deleted.
	Live []spec.Resource
	// Sent tells of an address whether its secrets are known to have been sent;
	// nil when nobody knows.
	Sent func(addr string) bool
}

// Deletions gives the deletions among approved operations, as documents that want
// it so.
func (a *Approval) Deletions(addrs []string) []spec.Resource {
	var docs []spec.Resource
	for _, addr := range addrs {
		parsed, err := spec.ParseAddress(addr)
		if err == nil && a.operations[addr].action == Delete.String() {
			docs = append(docs, spec.Resource{Addr: parsed, Absent: true})
		}
	}
	return docs
}

// Undone holds approved operations that a plan does not have any more against what
// is known, and tells of each that is not done, or of which nothing shows it.
func (a *Approval) Undone(addrs []string, e Evidence) []Difference {
	documents := make(map[string]spec.Resource, len(e.Documents))
	for _, doc := range e.Documents {
		documents[doc.Addr.String()] = doc
	}
	live := slices.DeleteFunc(slices.Clone(e.Live), func(r spec.Resource) bool {
		return r.Phase == spec.Deleting || r.Phase == spec.Absent
	})
	var diffs []Difference
	for _, addr := range addrs {
		was := a.operations[addr]
		why := ""
		switch {
		case was.action == Delete.String():
			why = was.remains(addr, live, documents)
		case e.Sent != nil && was.action != Replace.String() && e.Sent(addr):
		case was.document == "":
			diffs = append(diffs, missing(addr, was, "nothing shows whether it is done: it sends secrets again"))
			continue
		default:
			why = was.otherwise(documents[addr])
		}
		if why != "" {
			diffs = append(diffs, missing(addr, was, "is not done: "+why))
		}
	}
	return diffs
}

func missing(addr string, was approved, text string) Difference {
	return Difference{Address: addr, Text: was.action + " was approved, is not in this plan, and " + text}
}

// otherwise says why a document does not show that an approved operation is done;
// that nothing is left to do to make it true is known from the plan.
func (was approved) otherwise(doc spec.Resource) string {
	switch {
	case doc.Addr == spec.Address{} || doc.Gone:
		return "no file declares it any more"
	case !strings.HasPrefix(Document(doc), digestPrefix+was.document):
		return "its document is another one by now"
	}
	return ""
}

// remains says that something is still there that was to be deleted. It is known
// by the digest, which covers the ID: what has taken its place is another one.
func (was approved) remains(addr string, live []spec.Resource, documents map[string]spec.Resource) string {
	if unlisted(addr, live, documents) {
		return "nothing tells whether it is there"
	}
	for _, r := range live {
		named := r.Addr.String() == addr
		switch byName := typeOf(r).Key == "" && typeOf(r).Identity == nil; {
		case !named && (byName || r.ID == ""):
		case named && r.Phase == spec.Unavailable:
			return "nothing tells whether it is there"
		case was.digest == deletion(addr, r.ID).digest():
			return "it is still there"
		}
	}
	return ""
}

// unlisted reports whether nobody could look for something: it lived in an object
// without a name, and which one that is no document tells any more. Where one does,
// and that object is not there, what lived in it is not either.
func unlisted(addr string, live []spec.Resource, documents map[string]spec.Resource) bool {
	parsed, err := spec.ParseAddress(addr)
	parent, lives := parsed.ParentAddress()
	if t, _ := spec.TypeOf(parent.Kind); err != nil || !lives || t.Identity == nil {
		return err != nil
	}
	if documents[parent.String()].Tells() != nil {
		return false
	}
	like := func(r spec.Resource) bool { return r.Addr.Project == parent.Project && r.Addr.Kind == parent.Kind }
	known := func(r spec.Resource) bool { return r.Addr == parent }
	return slices.ContainsFunc(live, like) && !slices.ContainsFunc(live, known)
}

func deletion(addr, id string) content {
	return content{Format: FormatVersion, Address: addr, Action: Delete.String(), Fields: []Change{}, LiveID: id}
}
