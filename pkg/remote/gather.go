package remote

import (
	"context"
	"slices"
	"sync"
)

// gather sends writes of a collection of which Atlas takes one request at a time,
// and many of them in one request: what comes while a request is under way goes
// out together in the next one.
type gather[T any] struct {
	send func(ctx context.Context, group string, items []T) error

	mu    sync.Mutex
	lines map[string]*line[T] // by project
}

// line is what stands before the one request of a project.
type line[T any] struct {
	turn    lock
	waiting []*errand[T]
}

// errand is one item in line.
type errand[T any] struct {
	item T
	err  error
	done chan struct{} // closed when err is there
}

func newGather[T any](send func(context.Context, string, []T) error) *gather[T] {
	return &gather[T]{send: send, lines: map[string]*line[T]{}}
}

// do sends an item, with others or alone, and gives what came of it. Whoever
// gives up waiting has not sent anything, unless somebody else does so already.
// The context of the one who sends is good for all: they belong to one run.
func (g *gather[T]) do(ctx context.Context, group string, item T) error {
	e := &errand[T]{item: item, done: make(chan struct{})}
	l := g.join(group, e)
	select {
	case <-e.done:
		return e.err
	case l.turn <- struct{}{}:
		defer l.turn.release()
	case <-ctx.Done():
		if g.withdraw(l, e) {
			return context.Cause(ctx)
		}
		<-e.done
		return e.err
	}
	if all := g.take(l); len(all) > 0 { // else somebody took this one before
		g.sendAll(ctx, group, all)
	}
	<-e.done
	return e.err
}

func (g *gather[T]) join(group string, e *errand[T]) *line[T] {
	g.mu.Lock()
	defer g.mu.Unlock()
	l := g.lines[group]
	if l == nil {
		l = &line[T]{turn: newLock()}
		g.lines[group] = l
	}
	l.waiting = append(l.waiting, e)
	return l
}

func (g *gather[T]) take(l *line[T]) []*errand[T] {
	g.mu.Lock()
	defer g.mu.Unlock()
	all := l.waiting
	l.waiting = nil
	return all
}

// withdraw takes an errand out of the line, and reports whether it was there.
func (g *gather[T]) withdraw(l *line[T], e *errand[T]) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	before := len(l.waiting)
	l.waiting = slices.DeleteFunc(l.waiting, func(other *errand[T]) bool { return other == e })
	return len(l.waiting) < before
}

// sendAll sends errands in one request. One that is refused as a whole goes out
// item by item: the mistake is in one of them, and the others are no worse for it.
func (g *gather[T]) sendAll(ctx context.Context, group string, all []*errand[T]) {
	items := make([]T, len(all))
	for i, e := range all {
		items[i] = e.item
	}
	err := g.send(ctx, group, items)
	for _, e := range all {
		if e.err = err; len(all) > 1 && refused(err) {
			e.err = g.send(ctx, group, []T{e.item})
		}
		close(e.done)
	}
}
