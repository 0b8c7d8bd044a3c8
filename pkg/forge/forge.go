package forge

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"
)

// Clock tells the time and waits.
type Clock interface {
	Now() time.Time
	// Sleep waits for d, or until ctx is done, and then gives its error.
	Sleep(ctx context.Context, d time.Duration) error
}

// Config says how to reach a forge.
type Config struct {
	Transport http.RoundTripper // nil means the standard one
	Clock     Clock
	Log       *slog.Logger
	UserAgent string
	Patience  time.Duration // how long a server may make us wait; a moment when it is zero
}

// Comment is a comment that there is once.
type Comment struct {
	Key  string // by which it is found again; see [CheckKey]
	Body string // markdown
	// Keep is how a line begins that stays when a body without such a line takes
	// the place of one that has it; empty when there is none.
	Keep string
}

// Done is what [Post] did.
type Done string

// What Post can do.
const (
	Created   Done = "created"
	Updated   Done = "updated"
	Unchanged Done = "unchanged"
)

// Place is where a comment belongs: a [GitHub] or a [GitLab].
type Place interface {
	open(cfg Config) (thread, error)
}

// thread is the comments of one request, whatever it is called there.
type thread interface {
	// me names the owner of the token as authors are named in entries.
	me(ctx context.Context) (string, error)
	// list gives a page of comments, counted from 1, and whether there is
	// another one.
	list(ctx context.Context, page int) (list []entry, more bool, err error)
	create(ctx context.Context, body string) error
	update(ctx context.Context, id int64, body string) error
	// current gives what a comment says, together with who changed it last to say
	// so; nobody when it was not changed, or when the forge does not tell.
	current(ctx context.Context, e entry) (body, editor string, err error)
	// request tells of the request itself.
	request(ctx context.Context) (Request, error)
	// requests gives a page of those that a commit belongs to, in whatever way.
	requests(ctx context.Context, commit string, page int) (list []Request, more bool, err error)
	// limit is how many characters a comment may have.
	limit() int
}

type entry struct {
	id     int64
	node   string // its ID in GraphQL, where there is that
	author string
	body   string
}

const (
	perPage  = 100
	maxPages = 50
	maxKey   = 64
)

// CheckKey refuses keys that could end the line in which they are hidden.
func CheckKey(key string) error {
	plain := strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/ ") == ""
	if key == "" || len(key) > maxKey || !plain || strings.Contains(key, "--") || strings.TrimSpace(key) != key {
		return fmt.Errorf("want at most %d letters, digits, dots, hyphens and slashes", maxKey)
	}
	return nil
}

func marker(key string) string { return "<!-- atlasctl:comment " + key + " -->\n" }

// Post makes the comment with this key say this, whether there is one already or
// not.
func Post(ctx context.Context, cfg Config, at Place, c Comment) (Done, error) {
	if err := CheckKey(c.Key); err != nil {
		return "", fmt.Errorf("key %q: %w", c.Key, err)
	}
	return visit(ctx, cfg, at, func(t thread) (Done, error) { return post(ctx, t, c) })
}

func post(ctx context.Context, t thread, c Comment) (Done, error) {
	mark := marker(c.Key)
	body := mark + c.Body
	if n := utf8.RuneCountInString(body); n > t.limit() {
		return "", fmt.Errorf("the comment has %d characters, and %d are allowed", n, t.limit())
	}
	me, err := t.me(ctx)
	if err != nil {
		return "", fmt.Errorf("finding out whose token it is: %w", err)
	}
	there, err := find(ctx, t, me, mark)
	if err != nil {
		return "", fmt.Errorf("looking for the comment: %w", err)
	}
	if there != nil {
		body += c.kept(there.body)
	}
	switch {
	case there == nil:
		if err := t.create(ctx, body); err != nil {
			return "", fmt.Errorf("creating the comment: %w", err)
		}
		return Created, nil
	case there.body == body:
		return Unchanged, nil
	}
	if err := t.update(ctx, there.id, body); err != nil {
		return "", fmt.Errorf("updating the comment: %w", err)
	}
	return Updated, nil
}

// kept gives the line of an earlier body that stays, unless this one has another.
func (c Comment) kept(earlier string) string {
	line := lineLike(earlier, c.Keep)
	if c.Keep == "" || line == "" || lineLike(c.Body, c.Keep) != "" {
		return ""
	}
	return "\n" + line + "\n"
}

func lineLike(text, start string) string {
	for line := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(line, start) {
			return line
		}
	}
	return ""
}

// find looks for the oldest of my comments with the mark. Some servers give
// lines back with other ends than they got.
func find(ctx context.Context, t thread, me, mark string) (*entry, error) {
	for page := 1; page <= maxPages; page++ {
		list, more, err := t.list(ctx, page)
		if err != nil {
			return nil, err
		}
		for _, e := range list {
			e.body = strings.ReplaceAll(e.body, "\r\n", "\n")
			if e.author == me && strings.HasPrefix(e.body, mark) {
				return &e, nil
			}
		}
		if !more {
			return nil, nil
		}
	}
	return nil, fmt.Errorf("there are more than %d comments", maxPages*perPage)
}

const (
	maxTries  = 3
	firstWait = 2 * time.Second
	patience  = 30 * time.Second // unless somebody has more
)

// retry says whether to begin again after an error, and when.
func (cfg Config) retry(err error, try int) (time.Duration, bool) {
	failed, ok := errors.AsType[*requestError](err)
	if !ok || !failed.passes || try == maxTries || failed.wait > cmp.Or(cfg.Patience, patience) {
		return 0, false
	}
	return max(failed.wait, firstWait*time.Duration(try)), true
}
