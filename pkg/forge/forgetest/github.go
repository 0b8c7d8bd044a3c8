package forgetest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// GitHub serves a pull request as GitHub's API does: REST at the root, GraphQL
// for the name of the token's owner.
func (s *Server) GitHub(repository string, number int) http.Handler {
	mux := http.NewServeMux()
	form := func(c Comment) any {
		return map[string]any{"id": c.ID, "body": c.Body, "user": map[string]any{"login": c.Author}}
	}
	comments := fmt.Sprintf("/repos/%s/issues/%d/comments", repository, number)
	mux.HandleFunc("GET "+comments, func(w http.ResponseWriter, r *http.Request) { s.page(w, r, form) })
	mux.HandleFunc("POST "+comments, func(w http.ResponseWriter, r *http.Request) { s.write(w, r, 65_536, form) })
	mux.HandleFunc("PATCH /repos/"+repository+"/issues/comments/{id}", func(w http.ResponseWriter, r *http.Request) {
		s.write(w, r, 65_536, form)
	})
	mux.HandleFunc("POST /graphql", s.viewer)
	// The token of a job may not ask so.
	mux.HandleFunc("GET /user", func(w http.ResponseWriter, _ *http.Request) {
		Answer(w, http.StatusForbidden, map[string]string{"message": "Resource not accessible by integration"})
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		Answer(w, http.StatusNotFound, map[string]string{"message": "Not Found"})
	})
	return s.guarded(func(r *http.Request) string {
		return strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	}, mux)
}

func (s *Server) viewer(w http.ResponseWriter, r *http.Request) {
	var in struct{ Query string }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil || strings.Join(strings.Fields(in.Query), "") != "{viewer{login}}" {
		Answer(w, http.StatusOK, map[string]any{"errors": []any{map[string]string{"message": "Parse error"}}})
		return
	}
	Answer(w, http.StatusOK, map[string]any{"data": map[string]any{"viewer": map[string]string{"login": s.Login}}})
}
