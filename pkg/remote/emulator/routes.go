package emulator

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// route is one operation of the API.
type route struct {
	method   string
	path     string    // segments in braces are parameters, whatever stands behind the brace
	versions []string  // of the media type, oldest first; none in the old API
	operate  operation // an operation of the versioned API
	ends     sunsets   // of the operation, when it is announced
	bodyless bool      // a POST without a body
	listed   bool      // a POST of a list of objects
	// takes is what the body may hold, given the body, for whoever shows it; of a
	// list, what each of its objects may.
	takes func(body object) shape
	// edit is how somebody else changes the object of a PATCH, or of a GET where
	// there is no PATCH.
	edit  operation
	event string // what the activity feed tells of a write
	// untold says that the feed has nothing of this write.
	untold bool
	serve  bareFunc // instead of operate: one that lies outside of it
}

// bareFunc answers a request by itself: without credentials checked, versions
// or projects.
type bareFunc func(*Emulator, http.ResponseWriter, *http.Request)

// routes is the table of everything that is served. A kind adds its own list.
func routes() []route {
	return slices.Concat(
		oauthRoutes(),
		projectRoutes(),
		projectLimitRoutes(),
		projectAroundRoutes(),
		rateLimitRoutes(),
		eventRoutes(),
		customDBRoleRoutes(),
		databaseUserRoutes(),
		clusterRoutes(),
		processArgsRoutes(),
		flexClusterRoutes(),
		serverlessInstanceRoutes(),
		serverlessIndexingRoutes(),
		serverlessEndpointRoutes(),
		endpointServiceRoutes(),
		privateEndpointRoutes(),
		networkContainerRoutes(),
		streamPrivateLinkRoutes(), // before the workspaces: their collection looks like one
		streamWorkspaceRoutes(),
		streamConnectionRoutes(),
		streamProcessorRoutes(),
		accessListRoutes(),
	)
}

const (
	apiPath   = "/api/atlas/v2"
	groupPath = apiPath + "/groups/{groupId}"
)

// found is what the table says of a request.
type found struct {
	route  *route
	params map[string]string
	allow  []string // the methods of the path, when the one asked for is not among them
}

// lookup finds the route of a request. Segments of the path may be escaped; a
// slash at the end does not count, so that GET /groups/ with an empty ID answers
// the list of projects (recorded).
func (e *Emulator) lookup(r *http.Request) (found, bool) {
	segments, ok := split(r.URL.EscapedPath())
	if !ok {
		return found{}, false
	}
	for _, path := range unserved() {
		if _, ok := match(path, segments); ok {
			return found{}, false
		}
	}
	var allow []string
	for i := range e.routes {
		params, ok := match(e.routes[i].path, segments)
		if !ok {
			continue
		}
		if e.routes[i].method == r.Method {
			return found{route: &e.routes[i], params: params}, true
		}
		allow = append(allow, e.routes[i].method)
	}
	return found{allow: allow}, len(allow) > 0
}

func split(path string) ([]string, bool) {
	segments := strings.Split(strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/"), "/")
	for i, segment := range segments {
		plain, err := url.PathUnescape(segment)
		if err != nil {
			return nil, false
		}
		segments[i] = plain
	}
	return segments, true
}

// match holds the segments of a request against a path of the table.
func match(path string, segments []string) (map[string]string, bool) {
	var params map[string]string
	rest := strings.TrimPrefix(path, "/")
	for i, segment := range segments {
		want, more, found := strings.Cut(rest, "/")
		if found == (i == len(segments)-1) {
			return nil, false
		}
		rest = more
		name, value, ok := parameter(want, segment)
		switch {
		case ok:
			if params == nil {
				params = map[string]string{}
			}
			params[name] = value
		case want != segment:
			return nil, false
		}
	}
	return params, true
}

// parameter takes the value of a parameter out of a segment. Behind the brace may
// stand what is asked of the object, as in {name}:start.
func parameter(want, segment string) (name, value string, ok bool) {
	name, ok = strings.CutPrefix(want, "{")
	if !ok {
		return "", "", false
	}
	name, verb, _ := strings.Cut(name, "}")
	value, ok = strings.CutSuffix(segment, verb)
	return name, value, ok && value != ""
}

// belowVersion is a path of the table without the version of the API.
func belowVersion(path string) string {
	rest, ok := strings.CutPrefix(path, "/api/atlas/")
	if !ok {
		return path
	}
	_, rest, _ = strings.Cut(rest, "/")
	return "/" + rest
}
