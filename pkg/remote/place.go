package remote

import (
	"context"
	"errors"
	"fmt"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// locate finds the driver and the place of an address. The driver is patient
// with what this client has just made.
func (c *Client) locate(ctx context.Context, addr spec.Address) (driver, Site, error) {
	d, at, err := c.place(ctx, addr)
	if parent, ok := addr.ParentAddress(); ok && errors.Is(err, ErrNoParent) {
		err = c.born.settle(ctx, addr, func() error {
			if _, err := c.list(ctx, collectionOf(parent)); err != nil {
				return err
			}
			d, at, err = c.place(ctx, addr)
			return err
		})
	}
	return d, at, err
}

// place is locate by what is known already of a parent without a name.
func (c *Client) place(ctx context.Context, addr spec.Address) (driver, Site, error) {
	d, ok := c.drivers[addr.Kind]
	if !ok {
		return nil, Site{}, fmt.Errorf("kind %q has no driver", addr.Kind)
	}
	at := Site{Project: addr.Project, GroupID: c.knownID(addr.Project), Parent: addr.Parent, Parts: c.known.parts(collectionOf(addr))}
	if addr.IsProject() { // it may be yet to come, or gone
		return settled{d, c.born, addr}, at, nil
	}
	var err error
	at.GroupID, err = c.groupID(ctx, addr.Project)
	if parent, ok := addr.ParentAddress(); ok && err == nil && nameless(parent.Kind) {
		live, there := c.known.at(parent)
		if !there {
			return nil, Site{}, noParent{parent}
		}
		at.In, at.Holds = refOf(live), live.Holds
	}
	return settled{d, c.born, addr}, at, err
}
