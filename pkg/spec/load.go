package spec

import (
	"cmp"
	"fmt"
	"slices"
)

// Load reads the documents of all sources and checks everything that can be
// checked without asking Atlas. It gives the resources in the order of their
// addresses, and warnings; or, as an error of type [Problems], every problem
// of every source at once. The order of the sources makes no difference.
func Load(sources []Source, opts LoadOptions) ([]Resource, Problems, error) {
	var problems, warnings Problems
	if words := projectName(opts.Project); opts.Project != "" && words != "" {
		problems = append(problems, Problem{Msg: "--project (or MONGODB_ATLAS_PROJECT_ID) " + quote(opts.Project) + " " + words})
		opts.Project = ""
	}
	var docs []*document
	for _, src := range sources {
		nodes, found := parse(src)
		problems = append(problems, found...)
		budget := maxAliased
		for _, n := range nodes {
			docs = append(docs, readDocument(src.Name, n, opts, &budget))
		}
	}
	slices.SortFunc(docs, func(a, b *document) int {
		return cmp.Or(a.pos.compare(b.pos), a.res.Addr.Compare(b.res.Addr))
	})
	checkDuplicates(docs)
	checkNames(docs)
	checkIdentities(docs)
	checkParents(docs)
	checkFits(docs)
	checkPinned(docs)
	checkCircles(docs)

	resources := make([]Resource, 0, len(docs))
	for _, d := range docs {
		problems = append(problems, d.problems...)
		warnings = append(warnings, d.warnings...)
		resources = append(resources, d.res)
	}
	if err := problems.ErrorOrNil(); err != nil {
		return nil, warnings.Sort(), err
	}
	slices.SortFunc(resources, func(a, b Resource) int { return a.Addr.Compare(b.Addr) })
	return resources, warnings.Sort(), nil
}

// checkDuplicates reports every document whose address an earlier one has.
func checkDuplicates(docs []*document) {
	first := map[Address]Pos{}
	for _, d := range docs {
		if !d.named {
			continue
		}
		if pos, taken := first[d.res.Addr]; taken {
			d.problemAt(d.pos, "%sthis resource is already declared at %s: remove one of the two", d.meaning(), pos)
			continue
		}
		first[d.res.Addr] = d.pos
	}
}

// meaning says which name a document means that writes it in another way.
func (d *document) meaning() string {
	if d.written == "" {
		return ""
	}
	return fmt.Sprintf("%s means %s, and ", quote(d.written), d.res.Addr.Name)
}

// checkNames reports every document whose name an earlier one of another kind
// has in the name space that both share.
func checkNames(docs []*document) {
	type name struct{ space, project, name string }
	first := map[name]*document{}
	for _, d := range docs {
		if !d.named || d.typ.NameSpace == "" {
			continue
		}
		n := name{d.typ.NameSpace, d.res.Addr.Project, d.res.Addr.Name}
		switch other := first[n]; {
		case other == nil:
			first[n] = d
		case other.res.Addr.Kind != d.res.Addr.Kind:
			d.problemAt(d.pos, "the %s at %s has this name, and a project has one name space for every kind of %s: keep one of the two",
				other.res.Addr.Kind, other.pos, n.space)
		}
	}
}

// absentDocs gives the place of everything that the files want deleted.
func absentDocs(docs []*document) map[Address]Pos {
	gone := map[Address]Pos{}
	for _, d := range docs {
		if _, seen := gone[d.res.Addr]; d.named && d.res.Absent && !seen {
			gone[d.res.Addr] = d.pos
		}
	}
	return gone
}

// checkParents reports every present document whose parent or project is to be
// deleted by the same files.
func checkParents(docs []*document) {
	gone := absentDocs(docs)
	for _, d := range docs {
		for _, holder := range d.res.Addr.Holders() {
			what := "parent"
			if holder.IsProject() {
				what = "project"
			}
			if pos, deleted := gone[holder]; deleted && d.named && !d.res.Absent {
				d.problemAt(d.pos, "its %s %s is ensure: absent at %s: make this one absent too, or keep the %[1]s", what, holder, pos)
			}
		}
	}
}

// checkPinned reports every present document that refers to something which the
// same files want deleted, and which stays because of that.
func checkPinned(docs []*document) {
	gone := absentDocs(docs)
	if len(gone) == 0 {
		return
	}
	for _, d := range docs {
		if !d.named || d.res.Absent {
			continue
		}
		for _, need := range slices.Concat(d.res.Pinned(), d.res.Kept()) {
			if pos, deleted := gone[need]; deleted {
				d.problemAt(d.pos, "it refers to %s, which is ensure: absent at %s: take that out of this one, make this one absent too, or keep the other", need, pos)
			}
		}
	}
}
