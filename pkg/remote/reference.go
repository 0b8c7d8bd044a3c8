package remote

import (
	"context"
	"fmt"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// resolved is the body of a resource with IDs in the place of the names by which
// it refers to objects that have none in Atlas.
func (c *Client) resolved(ctx context.Context, r spec.Resource) (spec.Body, error) {
	if !r.RefersByName() {
		return r.Body, nil
	}
	r.Body = spec.Clone(r.Body)
	err := r.PutIDs(func(to spec.Address) (string, error) {
		live, ok := c.known.at(to)
		if ok && live.Phase != spec.Deleting {
			return live.ID, nil
		}
		live, err := c.find(ctx, spec.Resource{Addr: to})
		if err != nil {
			return "", fmt.Errorf("it refers to %w", err)
		}
		return live.ID, nil
	})
	return r.Body, err
}

// show makes of what Atlas says of an object what others may see: references by
// name, as its document has them, and no values that may be secrets.
func (c *Client) show(live *spec.Resource, document spec.Body) {
	live.PutNames(document, c.known.name)
	c.mask(live.Body, document)
}

// name gives the name that the object of an ID has for the documents.
func (d *directory) name(project string, kind spec.Kind, id string) (string, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for addr, r := range d.live {
		if addr.Project == project && addr.Kind == kind && r.ID == id {
			return addr.Name, true
		}
	}
	return "", false
}
