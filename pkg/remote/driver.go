package remote

import (
	"context"
	"fmt"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Site is where a collection lives: a project, and for kinds that live in a
// parent its name.
type Site struct {
	Project string // as the files spell it
	GroupID string // empty for a project itself that nobody has seen yet
	Parent  string
	// In is the parent where that has no name in Atlas, and Holds what its own
	// list last said of the IDs in it.
	In    Ref
	Holds []string
	// Parts are the values of [spec.Type.ListedBy] whose lists are wanted. Empty
	// means all.
	Parts []string
}

// Reveal gives the value of a secret reference. It is called while a request
// is built, and what it gives goes into that request and nowhere else.
type Reveal func(spec.Secret) (string, error)

// Object is what Atlas says of one object: its body in our types, and what it
// says beside that.
type Object[T any] struct {
	Name   string
	ID     string
	Body   *T                // nil for what is there and none of ours
	Phase  spec.Phase        // spec.Absent of what is gone and shown all the same
	State  string            // Atlas's own word, empty where it has none
	Detail string            // Atlas's own message, mostly empty, or what to do where it has none
	Status map[string]string // read-only facts that a user needs
	Inert  []spec.Inert      // what Atlas ignores for this object
	Notes  []string          // what whoever manages it should know
	Holds  []string          // the IDs of what lives in it, where Atlas tells them along
}

// Ref tells one object of a collection. ID is empty where only the name is
// known; a kind with [spec.Type.Key] looks the ID up then. A kind with
// [spec.Type.Identity] always gets the ID, and where Atlas lists it in parts
// the value that tells the part.
type Ref struct{ Name, ID, Part string }

// Page is one page of a list.
type Page[T any] struct {
	Objects []Object[T]
	Total   int // objects on all pages, or -1 when Atlas does not say
	// Unavailable says why objects may exist that the list does not show.
	// Empty means that what is not listed is not there.
	Unavailable string
}

// Driver is what a kind must be able to do; T is its body. Methods make one
// call each, unless Atlas wants several for one change, give errors of the SDK
// bare, and get no nil arguments. An absent object is an error that [translate]
// turns into [ErrNotFound]. An update of a kind that is [spec.Type.Staged] makes the
// first of its calls, and is asked for the next one.
type Driver[T any] interface {
	// List gives one page, counted from 1.
	List(ctx context.Context, at Site, page int) (Page[T], error)
	Get(ctx context.Context, at Site, ref Ref) (Object[T], error)
	Create(ctx context.Context, at Site, name string, want *T, reveal Reveal) error
	// Update gets what is live and what is wanted, both whole.
	Update(ctx context.Context, at Site, ref Ref, live, want *T, reveal Reveal) error
	Delete(ctx context.Context, at Site, ref Ref) error
	// Events gives Atlas's words for writes to the kind, see [Client.Traces].
	Events() Events
}

// Events are the words of the activity feed for writes: those that leave an object
// there, and those that do not. What Atlas does by itself afterwards has words of
// its own. Without any the feed tells nothing of the kind.
type Events struct{ There, Gone []string }

// Prober is a Driver of objects whose lists and reads do not tell their state,
// so that whoever waits for one asks for it apart.
type Prober interface {
	Probe(ctx context.Context, at Site, ref Ref) (Condition, error)
}

// Mover is a Driver of objects that are on their way for some time after an update,
// which nothing but their state tells.
type Mover[T any] interface {
	// Reaches lists the states one of which an update leads to, none where it
	// changes no state. Want is nil for what is brought to a halt to be deleted.
	Reaches(live, want *T) []string
}

// Condition is the state of an object, as in an [Object].
type Condition struct {
	Phase         spec.Phase
	State, Detail string
}

// driver is a Driver whose type is forgotten, so that all of them fit into one
// table.
type driver interface {
	list(ctx context.Context, at Site, page int) (listing, error)
	get(ctx context.Context, at Site, ref Ref) (spec.Resource, error)
	create(ctx context.Context, at Site, name string, want spec.Body, reveal Reveal) error
	update(ctx context.Context, at Site, ref Ref, live, want spec.Body, reveal Reveal) error
	delete(ctx context.Context, at Site, ref Ref) error
	// probe asks for the state of an object that nothing else tells, and keeps
	// what is known of any other.
	probe(ctx context.Context, at Site, live *spec.Resource) error
	events() Events
	// reaches lists the states one of which an update leads to.
	reaches(live, want spec.Body) []string
}

// listing is a Page whose type is forgotten.
type listing struct {
	resources   []spec.Resource
	total       int
	unavailable string
}

// view is a driver of a kind whose objects Atlas lists as those of another
// kind. One list serves both: an object belongs to the view where a document
// of the view has its name.
type view struct {
	driver
	of      spec.Kind
	convert func(spec.Resource) spec.Resource
	// absent is what is to be said where there is no object yet.
	absent spec.Resource
}

// erase forgets the type of a driver. It is the only place with type
// assertions.
func erase[T any](d Driver[T]) driver { return erased[T]{d} }

type erased[T any] struct{ typed Driver[T] }

func (e erased[T]) list(ctx context.Context, at Site, page int) (listing, error) {
	p, err := e.typed.List(ctx, at, page)
	if err != nil {
		return listing{}, translate(err)
	}
	l := listing{make([]spec.Resource, len(p.Objects)), p.Total, p.Unavailable}
	for i, o := range p.Objects {
		l.resources[i] = o.resource()
	}
	return l, nil
}

func (e erased[T]) get(ctx context.Context, at Site, ref Ref) (spec.Resource, error) {
	o, err := e.typed.Get(ctx, at, ref)
	if err != nil {
		return spec.Resource{}, translate(err)
	}
	if o.Phase == spec.Absent {
		return spec.Resource{}, fmt.Errorf("it is %s: %w", o.State, ErrNotFound)
	}
	return o.resource(), nil
}

func (e erased[T]) create(ctx context.Context, at Site, name string, want spec.Body, reveal Reveal) error {
	return translate(e.typed.Create(ctx, at, name, body[T](want), reveal))
}

func (e erased[T]) update(ctx context.Context, at Site, ref Ref, live, want spec.Body, reveal Reveal) error {
	return translate(e.typed.Update(ctx, at, ref, body[T](live), body[T](want), reveal))
}

func (e erased[T]) delete(ctx context.Context, at Site, ref Ref) error {
	return translate(e.typed.Delete(ctx, at, ref))
}

func (e erased[T]) events() Events { return e.typed.Events() }

func (e erased[T]) probe(ctx context.Context, at Site, live *spec.Resource) error {
	p, ok := e.typed.(Prober)
	if !ok {
		return nil
	}
	c, err := p.Probe(ctx, at, refOf(*live))
	if err != nil {
		return translate(err)
	}
	live.Phase, live.State, live.Detail = c.Phase, c.State, c.Detail
	return nil
}

func (e erased[T]) reaches(live, want spec.Body) []string {
	if m, ok := e.typed.(Mover[T]); ok {
		if want == nil {
			return m.Reaches(body[T](live), nil)
		}
		return m.Reaches(body[T](live), body[T](want))
	}
	return nil
}

func body[T any](b spec.Body) *T {
	typed, ok := b.(*T)
	if !ok {
		panic(fmt.Sprintf("remote: a driver for %T got a %T", typed, b))
	}
	return typed
}

// resource leaves the address to the caller, who knows how the files spell the
// project; only the name is set.
func (o Object[T]) resource() spec.Resource {
	var b spec.Body
	if o.Body != nil {
		b = o.Body
	}
	return spec.Resource{
		Addr: spec.Address{Name: o.Name}, Body: b, ID: o.ID,
		Phase: o.Phase, State: o.State, Detail: o.Detail, Status: o.Status, Inert: o.Inert, Notes: o.Notes, Holds: o.Holds,
	}
}
