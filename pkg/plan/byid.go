package plan

import "github.com/atlasctl/atlasctl/pkg/spec"

// byID finds the live objects that bodies refer to by their IDs.
type byID map[handle]spec.Address

type handle struct {
	project string
	kind    spec.Kind
	id      string
}

func newByID(live []spec.Resource) byID {
	objects := make(byID, len(live))
	for _, r := range live {
		if r.ID != "" {
			objects[handle{r.Addr.Project, r.Addr.Kind, r.ID}] = r.Addr
		}
	}
	return objects
}

// told is a resource that knows what it refers to by ID: what a document spells so
// is a reference as one by name is, and keeps what it refers to.
func (o byID) told(r *spec.Resource) *spec.Resource {
	means := r.IDs(func(project string, kind spec.Kind, id string) (spec.Address, bool) {
		addr, ok := o[handle{project, kind, id}]
		return addr, ok
	})
	if len(means) == 0 {
		return r
	}
	told := *r
	told.ByID = means
	return &told
}
