package migrate

import (
	"cmp"
	"slices"

	"gopkg.in/yaml.v3"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// finish applies the edits and holds the result against the documents that are
// meant to be left.
func (m *migration) finish(left []*yaml.Node) {
	data, ok := m.text.apply(m.edits)
	if ok {
		m.result.Data = data
		if roots, err := decodeAll(data); err == nil && len(roots) == len(left) {
			for i := range roots {
				ok = ok && equal(roots[i], left[i])
			}
			if ok {
				return
			}
		}
	}
	m.problems = append(m.problems, spec.Problem{
		Pos: spec.Pos{File: m.file},
		Msg: "this file is written in a way that cannot be edited safely: change each ServerlessInstance by hand, so that kind becomes FlexCluster and " +
			"spec.providerSettings.providerName and spec.serverlessBackupOptions go, and remove each ServerlessPrivateEndpoint",
	})
}

// apply gives the text after some edits. Removals may overlap, such as of two
// documents and the blank lines between them; text that is written may not.
func (t *text) apply(edits []edit) ([]byte, bool) {
	edits = slices.SortedFunc(slices.Values(edits), func(a, b edit) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	var out []byte
	done := 0
	for _, e := range edits {
		if e.from < done && e.with != "" {
			return nil, false
		}
		out = append(append(out, t.data[done:max(done, e.from)]...), e.with...)
		done = max(done, e.to)
	}
	if done < len(t.data) {
		return append(out, t.data[done:]...), true
	}
	if last := newText(out); t.stop(len(t.data)) == len(t.data) {
		out = out[:last.stop(len(out))] // as before, no break at the end
	}
	return out, true
}
