package remote

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// nameless reports whether the objects of a kind have no name in Atlas, so that
// an address means one of them only by what a document says of it.
func nameless(k spec.Kind) bool {
	t, _ := spec.TypeOf(k)
	return t.Identity != nil
}

// directory knows which objects of Atlas the documents call by which addresses,
// for the kinds whose objects have no name. It has this from the documents and
// from every list, and is good for several goroutines.
type directory struct {
	mu     sync.Mutex
	wanted map[spec.Address]spec.Resource
	live   map[spec.Address]spec.Resource // as listed last
	whole  map[collection]bool            // those of which every part is wanted
	all    bool                           // every part of all of them is
	asked  int                            // how many lists were asked for so far
	heard  map[collection]int             // which one was the latest to be asked for of those that live has
}

func newDirectory() *directory {
	return &directory{wanted: map[spec.Address]spec.Resource{}, live: map[spec.Address]spec.Resource{}, whole: map[collection]bool{}, heard: map[collection]int{}}
}

// ask gives a number to a list that is about to be asked for.
func (d *directory) ask() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked++
	return d.asked
}

// expect takes in what a fetch is about, and nothing else from then on.
func (d *directory) expect(want []spec.Resource, whole map[collection]bool, all bool) {
	d.mu.Lock()
	d.wanted, d.whole, d.all = map[spec.Address]spec.Resource{}, whole, all
	d.mu.Unlock()
	for _, r := range want {
		d.want(r)
	}
}

// want takes a document in, if it tells which object it means.
func (d *directory) want(r spec.Resource) {
	if !nameless(r.Addr.Kind) || r.Telling() == nil && !r.NamedByID() {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.wanted[r.Addr] = r
}

// learn takes in a list of a whole collection, and gives its objects the names
// that they have for the documents. A list that was asked for before one that is
// known already has come late, and may lack what was made in between.
func (d *directory) learn(col collection, asked int, list []spec.Resource) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	err := recognise(d.documents(col), list)
	if asked < d.heard[col] {
		return err
	}
	d.heard[col] = asked
	maps.DeleteFunc(d.live, func(addr spec.Address, _ spec.Resource) bool { return collectionOf(addr) == col })
	for _, r := range list {
		d.live[r.Addr] = r
	}
	return err
}

// documents gives those of a collection. The caller holds the lock.
func (d *directory) documents(col collection) []spec.Resource {
	var docs []spec.Resource
	for addr, r := range d.wanted {
		if collectionOf(addr) == col {
			docs = append(docs, r)
		}
	}
	return docs
}

// at gives the object that was last seen at an address.
func (d *directory) at(addr spec.Address) (spec.Resource, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	r, ok := d.live[addr]
	return r, ok
}

// forget drops an object that was deleted.
func (d *directory) forget(addr spec.Address) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.live, addr)
}

// parts are the values of [spec.Type.ListedBy] that the documents of a collection
// mention; empty when every one is wanted.
func (d *directory) parts(col collection) []string {
	if t, _ := spec.TypeOf(col.kind); t.ListedBy == "" {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.all || d.whole[col] {
		return nil
	}
	var parts []string
	for _, r := range d.documents(col) {
		part := r.Part()
		if part == "" { // it is called by its ID
			return nil
		}
		parts = append(parts, part)
	}
	slices.Sort(parts)
	return slices.Compact(parts)
}

// identified gives a resource with its ID, looking that up where only an
// identity tells which object is meant.
func (c *Client) identified(ctx context.Context, r spec.Resource) (spec.Resource, error) {
	if r.ID != "" || !nameless(r.Addr.Kind) {
		return r, nil
	}
	live, err := c.find(ctx, r)
	r.ID = live.ID
	return r, err
}

// find gives the live object that a document means by its identity.
func (c *Client) find(ctx context.Context, r spec.Resource) (live spec.Resource, err error) {
	c.known.want(r)
	err = c.born.settle(ctx, r.Addr, func() error {
		found, err := c.list(ctx, collectionOf(r.Addr))
		if err != nil {
			return err
		}
		one, err := found.only(r)
		switch {
		case err != nil:
			return err
		case one == nil:
			return fmt.Errorf("%s: %w", r.Addr, ErrNotFound)
		}
		live = *one
		return nil
	})
	return live, err
}

// noParent means that no object is there that an address of a kind without names
// means, so that nothing can be in it.
type noParent struct{ addr spec.Address }

func (e noParent) Error() string { return fmt.Sprintf("%s does not exist", e.addr) }

// Is matches what an answer of Atlas would, for a parent that has a name.
func (noParent) Is(target error) bool { return target == ErrNoParent || target == ErrNotFound }
