package spec

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// A YAML document is a graph: an alias points to a node that stands elsewhere.
// yaml.v3 gives the graph as it was written, so reading it costs what the
// source costs; but whoever follows the aliases can be led into a cycle, or
// through a few lines that stand for billions of nodes. So the loader first
// looks at every node once, without following anything, and refuses such
// documents. After that, aliases can be followed freely.

const (
	// maxAliased is how many nodes the aliases of one source may stand for. A
	// thousand resources that share a block of a hundred lines stay below it.
	maxAliased = 1_000_000
	// maxDepth is how deep a document may nest. No kind needs ten levels.
	maxDepth = 100
)

// inspector looks at every node of a document, in the order of the text.
type inspector struct {
	*report
	sizes  map[*yaml.Node]int // of the anchored nodes seen in full, aliases expanded; 0 before that
	budget *int               // what is left of maxAliased
	broken bool               // following aliases is not safe
}

// inspect reports what no document may hold, and whether the rest of it can be
// read.
func (r *report) inspect(root *yaml.Node, budget *int) bool {
	in := inspector{report: r, sizes: map[*yaml.Node]int{}, budget: budget}
	in.visit(root, 1)
	return !in.broken
}

// visit gives the size of a node with its aliases expanded.
func (in *inspector) visit(n *yaml.Node, depth int) int {
	if in.broken {
		return 0
	}
	if depth > maxDepth {
		in.stop(n, "nested deeper than %d levels", maxDepth)
		return 0
	}
	if n.Kind == yaml.AliasNode {
		return in.alias(n)
	}
	in.scalar(n)
	if n.Anchor != "" {
		in.sizes[n] = 0
	}
	size := 1
	for _, c := range n.Content {
		size += in.visit(c, depth+1)
	}
	if n.Anchor != "" {
		in.sizes[n] = size
	}
	return size
}

// alias relies on an anchor standing before its aliases: a node that was not
// seen to its end is one that the alias is a part of, and one that was not
// seen at all is in another document, where yaml.v3 finds it against the rules.
func (in *inspector) alias(n *yaml.Node) int {
	size, seen := in.sizes[n.Alias]
	switch {
	case !seen:
		in.stop(n, "the alias names an anchor of another document: an anchor ends at ---, so write it out")
		return 0
	case size == 0:
		in.stop(n, "the alias is a part of what it stands for: write it out")
		return 0
	}
	if *in.budget -= size; *in.budget < 0 {
		in.stop(n, "aliases expand to too much (over %d values in this file): write them out", maxAliased)
	}
	return size
}

// scalar refuses tags, and the NUL character, which marks references inside of
// a [Value].
func (in *inspector) scalar(n *yaml.Node) {
	if strings.Contains(n.Value, "\x00") {
		in.problemf(n, "text must not hold the NUL character: remove it")
	}
	if n.Style&yaml.TaggedStyle == 0 || n.Tag == "!!str" || n.Tag == "!!map" || n.Tag == "!!seq" {
		return
	}
	// The tag is not named: it may be a password that starts with "!".
	in.problemf(n, "a YAML tag is not supported: remove it, or put text that starts with ! in quotes")
}

func (in *inspector) stop(n *yaml.Node, format string, args ...any) {
	in.problemf(n, format, args...)
	in.broken = true
}

// pair is a key of a map and what stands behind it, as written.
type pair struct {
	key, value *yaml.Node
}

// target gives the node that the value stands for.
func (p pair) target() *yaml.Node { return follow(p.value) }

// follow gives the node that an alias stands for, and any other node itself.
func follow(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// pairs lists the members of a map: first its own, then those that its merge
// keys bring in. A key counts once, where it is said first. Duplicates are
// reported, with the key unless it may be a secret by mistake.
func (r *report) pairs(m *yaml.Node, secretive bool) []pair {
	var own, merged []pair
	first := map[string]*yaml.Node{}
	for i := 0; i+1 < len(m.Content); i += 2 {
		p := pair{m.Content[i], m.Content[i+1]}
		key := follow(p.key)
		switch earlier, taken := first[key.Value]; {
		case key.Kind != yaml.ScalarNode, isNull(key):
			r.problemf(p.key, "a key must be text, found %s: put it in quotes", describe(key))
			continue
		case taken:
			r.duplicateKey(p.key, earlier, secretive)
			continue
		}
		first[key.Value] = p.key
		if key.Tag == "!!merge" {
			merged = append(merged, r.mergePairs(p, secretive)...)
			continue
		}
		own = append(own, p)
	}
	for _, p := range merged {
		if _, taken := first[p.name()]; !taken {
			first[p.name()] = p.key
			own = append(own, p)
		}
	}
	return own
}

// mergePairs lists what a merge key brings in: the members of a map, or those
// of a list of maps.
func (r *report) mergePairs(merge pair, secretive bool) []pair {
	n := merge.target()
	maps := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		maps = n.Content
	}
	var pairs []pair
	for _, m := range maps {
		if m = follow(m); m.Kind != yaml.MappingNode {
			r.problemf(merge.key, "<< wants a map or a list of maps, found %s", describe(m))
			continue
		}
		pairs = append(pairs, r.pairs(m, secretive)...)
	}
	return pairs
}

func (r *report) duplicateKey(key, first *yaml.Node, secretive bool) {
	name := ""
	if !secretive {
		name = keyName(follow(key).Value)
	}
	r.problemf(key, "duplicate key%s, first at %s: remove one of the two", name, r.pos(first))
}

// name gives the text of the key.
func (p pair) name() string { return follow(p.key).Value }
