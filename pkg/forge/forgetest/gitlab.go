package forgetest

import (
	"fmt"
	"hash/crc32"
	"net/http"
)

// GitLab serves a merge request as GitLab's API does, below /api/v4.
func (s *Server) GitLab(project string, number int) http.Handler {
	mux := http.NewServeMux()
	form := func(c Comment) any {
		return map[string]any{
			"id": c.ID, "body": c.Body, "system": c.Author == "system",
			"author": map[string]any{"id": userID(c.Author), "username": c.Author},
		}
	}
	notes := fmt.Sprintf("/api/v4/projects/%s/merge_requests/%d/notes", project, number)
	mux.HandleFunc("GET "+notes, func(w http.ResponseWriter, r *http.Request) { pageOf(w, r, s.comments, form) })
	mux.HandleFunc("POST "+notes, func(w http.ResponseWriter, r *http.Request) { s.write(w, r, 1_000_000, form) })
	mux.HandleFunc("PUT "+notes+"/{id}", func(w http.ResponseWriter, r *http.Request) { s.write(w, r, 1_000_000, form) })
	mux.HandleFunc("GET /api/v4/projects/"+project+"/merge_requests/{number}", func(w http.ResponseWriter, r *http.Request) {
		s.known(w, r.PathValue("number"), merge)
	})
	mux.HandleFunc("GET /api/v4/projects/"+project+"/repository/commits/{commit}/merge_requests", func(w http.ResponseWriter, r *http.Request) {
		pageOf(w, r, s.of(r.PathValue("commit")), merge)
	})
	mux.HandleFunc("GET /api/v4/user", func(w http.ResponseWriter, _ *http.Request) {
		Answer(w, http.StatusOK, map[string]any{"id": userID(s.Login), "username": s.Login})
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		Answer(w, http.StatusNotFound, map[string]string{"error": "404 Not Found"})
	})
	return s.guarded(func(r *http.Request) string { return r.Header.Get("Private-Token") }, mux)
}

// merge is a request as GitLab has it.
func merge(c Request) any {
	state := c.State
	if state == "open" {
		state = "opened"
	}
	form := map[string]any{"iid": c.Number, "state": state, "sha": c.Head, "merge_commit_sha": nil, "squash_commit_sha": nil}
	switch {
	case c.State != "merged", c.FastForward && c.Commit == c.Head:
	case c.FastForward:
		form["squash_commit_sha"] = c.Commit
	default:
		form["merge_commit_sha"] = c.Commit
	}
	return form
}

func userID(name string) int64 { return 1 + int64(crc32.ChecksumIEEE([]byte(name))) }
