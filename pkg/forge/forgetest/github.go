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
		return map[string]any{"id": c.ID, "node_id": node(c), "body": c.Body, "user": map[string]any{"login": c.Author}}
	}
	comments := fmt.Sprintf("/repos/%s/issues/%d/comments", repository, number)
	mux.HandleFunc("GET "+comments, func(w http.ResponseWriter, r *http.Request) { pageOf(w, r, s.comments, form) })
	mux.HandleFunc("POST "+comments, func(w http.ResponseWriter, r *http.Request) { s.write(w, r, 65_536, form) })
	mux.HandleFunc("PATCH /repos/"+repository+"/issues/comments/{id}", func(w http.ResponseWriter, r *http.Request) {
		s.write(w, r, 65_536, form)
	})
	mux.HandleFunc("GET /repos/"+repository+"/pulls/{number}", func(w http.ResponseWriter, r *http.Request) {
		s.known(w, r.PathValue("number"), pull)
	})
	mux.HandleFunc("GET /repos/"+repository+"/commits/{commit}/pulls", func(w http.ResponseWriter, r *http.Request) {
		pageOf(w, r, s.of(r.PathValue("commit")), pull)
	})
	mux.HandleFunc("POST /graphql", s.graphql)
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

// pull is a request as GitHub has it. One that is open has a commit to try its
// merge with.
func pull(c Request) any {
	form := map[string]any{
		"number": c.Number, "state": "closed", "merged_at": nil, "merge_commit_sha": c.Commit, "head": map[string]any{"sha": c.Head},
	}
	switch c.State {
	case "open":
		form["state"] = "open"
	case "merged":
		form["merged_at"] = "2026-11-01T12:00:00Z"
	}
	return form
}

func node(c Comment) string { return fmt.Sprintf("IC_%d", c.ID) }

// graphql knows two questions. Bots have shorter names in the answer to the
// second.
func (s *Server) graphql(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Query     string
		Variables struct{ ID string }
	}
	err := json.NewDecoder(r.Body).Decode(&in)
	switch query := strings.Join(strings.Fields(in.Query), ""); {
	case err == nil && query == "{viewer{login}}":
		Answer(w, http.StatusOK, data("viewer", map[string]string{"login": s.Login}))
	case err == nil && query == "query($id:ID!){node(id:$id){...onIssueComment{bodylastEditedAteditor{__typenamelogin}}}}":
		Answer(w, http.StatusOK, data("node", s.current(in.Variables.ID)))
	default:
		Answer(w, http.StatusOK, map[string]any{"errors": []any{map[string]string{"message": "Parse error"}}})
	}
}

func data(name string, value any) any { return map[string]any{"data": map[string]any{name: value}} }

// current is a comment as GraphQL tells of it. An account that is gone is nobody.
func (s *Server) current(id string) any {
	for _, c := range s.comments {
		if node(c) != id {
			continue
		}
		form := map[string]any{"body": c.Body, "lastEditedAt": nil, "editor": nil}
		if c.Edited {
			form["lastEditedAt"] = "2026-11-01T12:00:00Z"
		}
		if name, isBot := strings.CutSuffix(c.Editor, "[bot]"); isBot {
			form["editor"] = map[string]string{"__typename": "Bot", "login": name}
		} else if name != "" {
			form["editor"] = map[string]string{"__typename": "User", "login": name}
		}
		return form
	}
	return nil
}
