package forge

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
)

// State is what became of a request.
type State string

// The states of a request.
const (
	Open   State = "open"
	Merged State = "merged"
	Closed State = "closed" // and not merged
)

// Request is a pull request on GitHub, a merge request on GitLab, as the forge
// tells of it.
type Request struct {
	Number int
	State  State
	Head   string // the last of its own commits, which is what people reviewed
	Commit string // what the target branch got by the merge; empty before it
}

// Seen is a request with what its comment says.
type Seen struct {
	Request

	Comment string // without the line by which it is found; empty when there is none
	Editor  string // who changed it last, if somebody else than its author did
}

// Look reads a request, and its one comment with this key. GitHub tells who
// edited a comment; on GitLab only maintainers can edit one of somebody else, and
// nobody is told.
func Look(ctx context.Context, cfg Config, at Place, key string) (Seen, error) {
	if err := CheckKey(key); err != nil {
		return Seen{}, fmt.Errorf("key %q: %w", key, err)
	}
	return visit(ctx, cfg, at, func(t thread) (Seen, error) { return look(ctx, t, marker(key)) })
}

func look(ctx context.Context, t thread, mark string) (seen Seen, err error) {
	me, err := t.me(ctx)
	if err != nil {
		return Seen{}, fmt.Errorf("finding out whose token it is: %w", err)
	}
	if seen.Request, err = t.request(ctx); err != nil {
		return Seen{}, fmt.Errorf("reading the request: %w", err)
	}
	there, err := find(ctx, t, me, mark)
	if err != nil {
		return Seen{}, fmt.Errorf("looking for the comment: %w", err)
	}
	if there == nil {
		return seen, nil
	}
	body, editor, err := t.current(ctx, *there)
	if err != nil {
		return Seen{}, fmt.Errorf("finding out who edited the comment: %w", err)
	}
	body, has := strings.CutPrefix(strings.ReplaceAll(body, "\r\n", "\n"), mark)
	if !has {
		return Seen{}, errors.New("somebody changed the comment while it was looked for: try again")
	}
	if seen.Comment = body; editor != me {
		seen.Editor = editor
	}
	return seen, nil
}

// MergedAs gives the requests whose merge made this commit, however they were
// merged. The number of the place means nothing.
func MergedAs(ctx context.Context, cfg Config, at Place, commit string) ([]Request, error) {
	return visit(ctx, cfg, at, func(t thread) ([]Request, error) {
		var found []Request
		for page := 1; page <= maxPages; page++ {
			list, more, err := t.requests(ctx, commit, page)
			if err != nil {
				return nil, fmt.Errorf("looking for what was merged as %s: %w", commit, err)
			}
			others := func(r Request) bool { return r.State != Merged || r.Commit != commit }
			found = append(found, slices.DeleteFunc(list, others)...)
			if !more {
				return found, nil
			}
		}
		return nil, fmt.Errorf("the commit %s belongs to more than %d requests", commit, maxPages*perPage)
	})
}

// visit does something at a place, and begins again after what passes by itself.
func visit[T any](ctx context.Context, cfg Config, at Place, do func(thread) (T, error)) (T, error) {
	var nothing T
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	t, err := at.open(cfg)
	if err != nil {
		return nothing, err
	}
	for try := 1; ; try++ {
		result, err := do(t)
		pause, again := cfg.retry(err, try)
		if !again {
			return result, err
		}
		if err := cfg.Clock.Sleep(ctx, pause); err != nil {
			return nothing, err
		}
	}
}
