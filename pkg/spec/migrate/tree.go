package migrate

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

const byteOrderMark = "\ufeff"

// parse gives the roots of the documents of a source. For what is no YAML, the
// loader has the words.
func parse(src spec.Source) ([]*yaml.Node, error) {
	if utf8.Valid(src.Data) {
		if roots, err := decodeAll(src.Data); err == nil {
			return roots, nil
		}
	}
	_, _, err := spec.Load([]spec.Source{src}, spec.LoadOptions{})
	if problems, ok := errors.AsType[spec.Problems](err); ok {
		return nil, problems[len(problems)-1:] // before it, others of the same file
	}
	return nil, spec.Problems{{Pos: spec.Pos{File: src.Name}, Msg: "not YAML: correct it and migrate again"}}
}

// decodeAll reads the documents, without those that hold nothing.
func decodeAll(data []byte) (roots []*yaml.Node, err error) {
	// The scanner of yaml.v3 panics where its own assumptions break.
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("yaml: this cannot be read as YAML")
		}
	}()
	dec := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var doc yaml.Node
		if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
			return roots, nil
		} else if err != nil {
			return nil, err
		}
		if len(doc.Content) > 0 && !isEmpty(doc.Content[0]) {
			roots = append(roots, doc.Content[0])
		}
	}
}

// isEmpty reports whether there is nothing where a node could be.
func isEmpty(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag == "!!null" && n.Value == "" && n.Anchor == ""
}

// lookup gives what a document says at a path, through aliases and merges, or
// nil.
func lookup(n *yaml.Node, path ...string) *yaml.Node {
	for _, key := range path {
		if n = merged(n, key, map[*yaml.Node]bool{}); n == nil {
			return nil
		}
		n = follow(n)
	}
	return n
}

// merged finds a key in a map, or in what is merged into it.
func merged(n *yaml.Node, key string, seen map[*yaml.Node]bool) *yaml.Node {
	if n = follow(n); seen[n] {
		return nil
	}
	seen[n] = true
	if i := index(n, key); i >= 0 {
		return n.Content[i+1]
	}
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if !isMerge(n.Content[i]) {
			continue
		}
		if found := mergedFrom(n.Content[i+1], key, seen); found != nil {
			return found
		}
	}
	return nil
}

// mergedFrom finds a key in what stands behind <<: a map, or a list of them.
func mergedFrom(n *yaml.Node, key string, seen map[*yaml.Node]bool) *yaml.Node {
	if follow(n).Kind != yaml.SequenceNode {
		return merged(n, key, seen)
	}
	for _, m := range follow(n).Content {
		if found := merged(m, key, seen); found != nil {
			return found
		}
	}
	return nil
}

// index finds a key that stands in a map itself, or gives -1.
func index(n *yaml.Node, key string) int {
	if n.Kind != yaml.MappingNode {
		return -1
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if k := follow(n.Content[i]); k.Kind == yaml.ScalarNode && k.Value == key {
			return i
		}
	}
	return -1
}

func isMerge(key *yaml.Node) bool { return key.Tag == "!!merge" }

// follow gives what an alias stands for.
func follow(n *yaml.Node) *yaml.Node {
	for n.Kind == yaml.AliasNode && n.Alias != nil {
		n = n.Alias
	}
	return n
}

// walk visits a node and all below it, and follows no alias.
func walk(n *yaml.Node, visit func(*yaml.Node)) {
	visit(n)
	for _, c := range n.Content {
		walk(c, visit)
	}
}

func aliases(root *yaml.Node) map[*yaml.Node][]*yaml.Node {
	found := map[*yaml.Node][]*yaml.Node{}
	walk(root, func(n *yaml.Node) {
		if n.Kind == yaml.AliasNode {
			found[n.Alias] = append(found[n.Alias], n)
		}
	})
	return found
}

// equal reports whether two trees say the same in the same order, by the same
// anchors and aliases.
func equal(a, b *yaml.Node) bool {
	return a.Kind == b.Kind && a.ShortTag() == b.ShortTag() && a.Value == b.Value && a.Anchor == b.Anchor &&
		slices.EqualFunc(a.Content, b.Content, equal)
}
