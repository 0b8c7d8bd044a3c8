package plan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
	"pgregory.net/rapid"

	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// TestDigestOfTheMeaning writes the same documents in two ways, and wants the
// same digest: whatever the order of files, documents and keys, the style, the
// quotes, the comments and the ends of lines.
func TestDigestOfTheMeaning(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want, live := drawWorld(t)
		want = loadable(t, want)
		flags := drawFlags(t, want)
		memory := remote.NewMemory(live)
		digest := planOn(t, memory, want, flags).Digest()
		sources := written(t, want)
		loaded, _, err := spec.Load(sources, spec.LoadOptions{})
		if err != nil {
			t.Fatalf("%v in\n%s", err, sources)
		}
		if got := planOn(t, memory, loaded, flags).Digest(); got != digest {
			t.Errorf("another digest for the same documents:\n%s", sources)
		}
	})
}

// loadable leaves out the second of two clusters of one name, with what lives
// in it, bodies whose fields do not go together, and what refers to and keeps what
// is left out.
func loadable(t *rapid.T, want []spec.Resource) []spec.Resource {
	first := map[string]spec.Kind{}
	for _, typ := range spec.Types() {
		for _, r := range want {
			if name := r.Addr.Project + "/" + r.Addr.Name; r.Addr.Kind == typ.Kind && typ.NameSpace != "" && first[name] == "" {
				first[name] = typ.Kind
			}
		}
	}
	second := func(addr spec.Address) bool {
		t, _ := spec.TypeOf(addr.Kind)
		name := addr.Project + "/" + addr.Name
		return t.NameSpace != "" && first[name] != "" && first[name] != addr.Kind
	}
	gone := map[spec.Address]bool{}
	fit := slices.DeleteFunc(slices.Clone(want), func(r spec.Resource) bool {
		_, _, err := spec.Load([]spec.Source{{Name: "a.yaml", Data: []byte(textOf(t, documentNode(t, r)))}}, spec.LoadOptions{})
		parent, isChild := r.Addr.ParentAddress()
		gone[r.Addr] = err != nil || second(r.Addr) || isChild && second(parent)
		return gone[r.Addr]
	})
	for before := -1; before != len(fit); {
		before = len(fit)
		fit = slices.DeleteFunc(fit, func(r spec.Resource) bool {
			gone[r.Addr] = slices.ContainsFunc(r.Pinned(), func(need spec.Address) bool { return gone[need] })
			return gone[r.Addr]
		})
	}
	return fit
}

// written spreads documents over files, each in a style of its own.
func written(t *rapid.T, want []spec.Resource) []spec.Source {
	texts := make([][]string, 3)
	for _, r := range rapid.Permutation(want).Draw(t, "documents") {
		i := rapid.IntRange(0, len(texts)-1).Draw(t, "file")
		doc := documentNode(t, r)
		restyle(t, doc)
		texts[i] = append(texts[i], textOf(t, doc))
	}
	var sources []spec.Source
	for i, docs := range texts {
		text := strings.Join(docs, "---\n# a comment\n")
		if text == "" {
			continue // a file without documents is a problem
		}
		if rapid.Bool().Draw(t, "CRLF") {
			text = strings.ReplaceAll(text, "\n", "\r\n")
		}
		sources = append(sources, spec.Source{Name: fmt.Sprintf("%d.yaml", i), Data: []byte(text)})
	}
	return rapid.Permutation(sources).Draw(t, "files")
}

func documentNode(t *rapid.T, r spec.Resource) *yaml.Node {
	typ, _ := spec.TypeOf(r.Addr.Kind)
	meta := map[string]string{"project": r.Addr.Project, "name": r.Addr.Name}
	if typ.ParentKey != "" {
		meta[typ.ParentKey] = r.Addr.Parent
	}
	doc := map[string]any{"apiVersion": spec.APIVersion, "kind": string(r.Addr.Kind), "metadata": meta}
	if r.Absent {
		doc["ensure"] = "absent"
	} else {
		body := spec.Clone(r.Body)
		for path, f := range typ.Fields {
			if f.FromName { // the loader takes it from metadata.name
				spec.Drop(body, path)
			}
		}
		doc["spec"] = spec.Encode(body)
	}
	node := &yaml.Node{}
	if err := node.Encode(doc); err != nil {
		t.Fatal(err)
	}
	return node
}

// untag makes a node what a user writes.
func untag(n *yaml.Node) {
	if slices.Contains([]string{spec.SecretTag, spec.ListTag, spec.DocumentTag}, n.Tag) {
		n.Tag = ""
	}
	for _, c := range n.Content {
		untag(c)
	}
}

func textOf(t *rapid.T, n *yaml.Node) string {
	untag(n)
	data, err := yaml.Marshal(n)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// restyle writes a node as somebody else would.
func restyle(t *rapid.T, n *yaml.Node) {
	flow := rapid.Bool().Draw(t, "flow")
	if n.Tag == spec.DocumentTag {
		return // the order of keys means something there
	}
	switch n.Kind {
	case yaml.MappingNode:
		n.Style = 0
		pairs := slices.Collect(slices.Chunk(n.Content, 2))
		n.Content = slices.Concat(rapid.Permutation(pairs).Draw(t, "keys")...)
	case yaml.SequenceNode:
		n.Style = 0
		if n.Tag != spec.ListTag { // a set
			n.Content = rapid.Permutation(n.Content).Draw(t, "members")
		}
	case yaml.ScalarNode:
		if n.ShortTag() == "!!str" && n.Style == 0 {
			n.Style = rapid.SampledFrom([]yaml.Style{0, yaml.DoubleQuotedStyle, yaml.SingleQuotedStyle}).Draw(t, "quotes")
		}
		return
	}
	if flow {
		n.Style = yaml.FlowStyle
	} else if len(n.Content) > 0 {
		n.Content[0].HeadComment = "# another comment"
	}
	for _, c := range n.Content {
		restyle(t, c)
	}
}

// TestDigestOfEveryManagedValue changes values on either side: where a document
// says something, another value of it, or another live value under it, is
// another digest.
func TestDigestOfEveryManagedValue(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		typ := rapid.SampledFrom(spec.Types()).Draw(t, "kind")
		addr := spec.Address{Project: "p", Kind: typ.Kind, Name: "a"}
		digest := func(want, live spec.Body) (string, bool) {
			live = spec.WithoutSecrets(live)
			spec.Mask(live, want)
			p, err := plan.Compute([]spec.Resource{{Addr: addr, Body: want}}, []spec.Resource{{Addr: addr, Body: live, ID: "1"}}, plan.Flags{})
			if err != nil {
				t.Fatal(err)
			}
			return p.Digest(), len(p.Blocked) == 0
		}
		want, otherWant, live, otherLive := drawBody(t, typ), drawBody(t, typ), drawBody(t, typ), drawBody(t, typ)
		first, ok := digest(want, live)
		byDocument, okDocument := digest(otherWant, live)
		byAtlas, okAtlas := digest(want, otherLive)
		if path := changedManaged(want, otherWant, want); ok && okDocument && path != "" && byDocument == first {
			t.Errorf("the document says another %s, and the digest is the same", path)
		}
		if path := changedManaged(live, otherLive, want); ok && okAtlas && path != "" && byAtlas == first {
			t.Errorf("Atlas has another %s, and the digest is the same", path)
		}
	})
}

// changedManaged gives a path at which two bodies have different values and
// which the document names; none if there is none. Secrets are no values, and
// what Atlas has for a value that may be one is not compared by any digest.
func changedManaged(a, b, want spec.Body) string {
	nodes := []*yaml.Node{spec.Encode(a), spec.Encode(b)}
	for _, leaf := range spec.Leaves(want) {
		if leaf.Node.Kind == yaml.MappingNode { // a reference, or {}, which manages nothing inside
			continue
		}
		before, after := spec.NodeAt(nodes[0], leaf.Path), spec.NodeAt(nodes[1], leaf.Path)
		if before == nil || after == nil || maySecret(leaf.Path) {
			continue
		}
		if nodeText(before) != nodeText(after) {
			return strings.Join(leaf.Path, ".")
		}
	}
	return ""
}

func maySecret(path []string) bool { return path[0] == "url" || path[0] == "headers" }
