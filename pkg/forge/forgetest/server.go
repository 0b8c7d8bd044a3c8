package forgetest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"unicode/utf8"
)

// Comment is one comment of a server.
type Comment struct {
	ID     int64
	Author string
	Body   string
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
}

// Add writes a comment of somebody.
func (s *Server) Add(author, body string) Comment {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.add(author, body)
}

func (s *Server) add(author, body string) Comment {
	c := Comment{int64(1000 + len(s.comments)), author, body}
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

// page gives the part of the comments that a query asks for, in the form of
// one server, and says where the next part is.
func (s *Server) page(w http.ResponseWriter, r *http.Request, form func(Comment) any) {
	size, number := 30, 1
	if n, err := strconv.Atoi(r.URL.Query().Get("per_page")); err == nil {
		size = max(1, min(n, 100))
	}
	if n, err := strconv.Atoi(r.URL.Query().Get("page")); err == nil {
		number = max(1, n)
	}
	from := min((number-1)*size, len(s.comments))
	to := min(from+size, len(s.comments))
	if to < len(s.comments) {
		next := *r.URL
		query := next.Query()
		query.Set("page", strconv.Itoa(number+1))
		next.RawQuery = query.Encode()
		w.Header().Set("Link", fmt.Sprintf(`<http://%s%s>; rel="next"`, r.Host, next.RequestURI()))
	}
	list := make([]any, 0, size)
	for _, c := range s.comments[from:to] {
		list = append(list, form(c))
	}
	Answer(w, http.StatusOK, list)
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
	for i, c := range s.comments {
		if strconv.FormatInt(c.ID, 10) == id {
			s.comments[i].Body = in.Body
			s.changed()
			Answer(w, http.StatusOK, form(s.comments[i]))
			return
		}
	}
	Answer(w, http.StatusNotFound, map[string]string{"message": "Not Found"})
}
