package forgetest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"unicode/utf8"
)

// Comment is one comment of a server.
type Comment struct {
	ID     int64
	Author string
	Edited bool
	Editor string // who changed it last; nobody any more when the account is gone
	Body   string
}

// Request is what the forge knows of a pull request, or a merge request.
type Request struct {
	Number int
	State  string // open, merged or closed
	Head   string // its last commit
	Commit string // what the target branch got by its merge
	// FastForward says that the merge made no commit of its own: on GitLab the
	// branch then has the head, or the commit that it was squashed to.
	FastForward bool
}

// Server is the comments of one request.
type Server struct {
	Token string // whose requests are heard
	Login string // and who that is
	// Refuse may answer a request in the place of the server. It runs before
	// the request has an effect; see also Lose.
	Refuse func(w http.ResponseWriter, r *http.Request) bool
	// Lose may spoil the answer to a request that had its effect.
	Lose func(w http.ResponseWriter, r *http.Request) bool
	// Changed is called after each change.
	Changed func(all []Comment)

	mu       sync.Mutex
	comments []Comment
	requests []string
	changes  []Request
}

// Know makes the server know these requests, and no other.
func (s *Server) Know(changes ...Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changes = changes
}

// Edit changes the comment with this ID as somebody who may.
func (s *Server) Edit(id int64, editor, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.edit(strconv.FormatInt(id, 10), editor, body)
}

func (s *Server) edit(id, editor, body string) (Comment, bool) {
	for i, c := range s.comments {
		if strconv.FormatInt(c.ID, 10) == id {
			s.comments[i].Edited, s.comments[i].Editor, s.comments[i].Body = true, editor, body
			s.changed()
			return s.comments[i], true
		}
	}
	return Comment{}, false
}

// Add writes a comment of somebody.
func (s *Server) Add(author, body string) Comment {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.add(author, body)
}

func (s *Server) add(author, body string) Comment {
	c := Comment{ID: int64(1000 + len(s.comments)), Author: author, Body: body}
	s.comments = append(s.comments, c)
	s.changed()
	return c
}

// Comments gives all comments.
func (s *Server) Comments() []Comment {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Comment{}, s.comments...)
}

// Requests gives the method and the path of each request so far.
func (s *Server) Requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string{}, s.requests...)
}

func (s *Server) changed() {
	if s.Changed != nil {
		s.Changed(append([]Comment{}, s.comments...))
	}
}

// guarded runs what every request goes through.
func (s *Server) guarded(token func(*http.Request) string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.requests = append(s.requests, r.Method+" "+r.URL.RequestURI())
		if s.Refuse != nil && s.Refuse(w, r) {
			return
		}
		if token(r) != s.Token {
			Answer(w, http.StatusUnauthorized, map[string]string{"message": "Bad credentials: " + token(r)})
			return
		}
		if s.Lose != nil {
			if lost := (&discard{header: http.Header{}}); s.Lose(w, r) {
				next.ServeHTTP(lost, r)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// discard swallows an answer.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(int)             {}

// Answer writes JSON.
func Answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// pageOf gives the part of a list that a query asks for, in the form of one
// server, and says where the next part is.
func pageOf[T any](w http.ResponseWriter, r *http.Request, all []T, form func(T) any) {
	size, number := 30, 1
	if n, err := strconv.Atoi(r.URL.Query().Get("per_page")); err == nil {
		size = max(1, min(n, 100))
	}
	if n, err := strconv.Atoi(r.URL.Query().Get("page")); err == nil {
		number = max(1, n)
	}
	from := min((number-1)*size, len(all))
	to := min(from+size, len(all))
	if to < len(all) {
		next := *r.URL
		query := next.Query()
		query.Set("page", strconv.Itoa(number+1))
		next.RawQuery = query.Encode()
		w.Header().Set("Link", fmt.Sprintf(`<http://%s%s>; rel="next"`, r.Host, next.RequestURI()))
	}
	list := make([]any, 0, size)
	for _, c := range all[from:to] {
		list = append(list, form(c))
	}
	Answer(w, http.StatusOK, list)
}

// known answers with the request of a number.
func (s *Server) known(w http.ResponseWriter, number string, form func(Request) any) {
	for _, c := range s.changes {
		if strconv.Itoa(c.Number) == number {
			Answer(w, http.StatusOK, form(c))
			return
		}
	}
	Answer(w, http.StatusNotFound, map[string]string{"message": "Not Found"})
}

// of gives the requests that a commit belongs to: as their head, or by their merge.
func (s *Server) of(commit string) []Request {
	return slices.DeleteFunc(slices.Clone(s.changes), func(c Request) bool { return c.Head != commit && c.Commit != commit })
}

// write takes the body of a comment; limit is how many characters it may have.
func (s *Server) write(w http.ResponseWriter, r *http.Request, limit int, form func(Comment) any) {
	var in struct{ Body string }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil || in.Body == "" {
		Answer(w, http.StatusBadRequest, map[string]string{"message": "Problems parsing JSON"})
		return
	}
	if utf8.RuneCountInString(in.Body) > limit {
		Answer(w, http.StatusUnprocessableEntity, map[string]string{"message": "Validation Failed: body is too long"})
		return
	}
	id := r.PathValue("id")
	if id == "" {
		Answer(w, http.StatusCreated, form(s.add(s.Login, in.Body)))
		return
	}
	if c, ok := s.edit(id, s.Login, in.Body); ok {
		Answer(w, http.StatusOK, form(c))
		return
	}
	Answer(w, http.StatusNotFound, map[string]string{"message": "Not Found"})
}
