package remote

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"
	"golang.org/x/sync/errgroup"

	"github.com/atlasctl/atlasctl/pkg/spec"
)

// Suspect is a resource that somebody may have written to.
type Suspect struct {
	Addr spec.Address
	ID   string // the server's handle, where it is there
	Gone bool   // it is not there any more
}

// Trace is a write to a resource, as the activity feed of its project has it.
type Trace struct {
	Time  time.Time
	By    string // empty when Atlas does not say
	Event string // Atlas's own word
	// Certain says that the event is one of this resource. Else it is the last
	// one of its kind: Atlas does not say of which resource of streams an event
	// is.
	Certain bool
}

// Traces looks in the activity feeds for the last write to each suspect since
// a point in time. A feed that cannot be read costs the traces in its project
// and nothing else; why is told by project.
func (c *Client) Traces(ctx context.Context, suspects []Suspect, since time.Time) (map[spec.Address]Trace, map[string]error) {
	var mu sync.Mutex
	traces, failures := map[spec.Address]Trace{}, map[string]error{}
	var g errgroup.Group
	g.SetLimit(maxFeeds)
	for _, q := range c.questions(suspects) {
		g.Go(func() error {
			events, err := c.events(ctx, q, since)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failures[q.project] = err
				return nil
			}
			for _, s := range q.suspects {
				if trace, ok := lastWrite(events, s, c.types(s), q.cluster != ""); ok {
					traces[s.Addr] = trace
				}
			}
			return nil
		})
	}
	_ = g.Wait()
	return traces, failures
}

const (
	// maxFeeds bounds the questions under way at once.
	maxFeeds = 16
	// maxEventPages bounds what is read for one question. Nothing says in which
	// order events come, so that a cut may hide the last one.
	maxEventPages = 6
)

// question is what is asked of a feed: the events of some types, of one cluster
// where there is a filter for it.
type question struct {
	project  string
	cluster  string // empty: all that there is
	types    []string
	suspects []Suspect
}

// questions asks for each cluster apart, since an event that is not asked for by
// the name of its cluster need not tell it, and for the rest of a project once.
func (c *Client) questions(suspects []Suspect) []question {
	var list []question
	rest := map[string]*question{}
	for _, s := range suspects {
		if len(c.types(s)) == 0 { // without any, Atlas would give events of all types
			continue
		}
		if t, _ := spec.TypeOf(s.Addr.Kind); t.NameSpace == clusterNameSpace {
			list = append(list, question{s.Addr.Project, s.Addr.Name, c.types(s), []Suspect{s}})
			continue
		}
		q := rest[s.Addr.Project]
		if q == nil {
			q = &question{project: s.Addr.Project}
			rest[s.Addr.Project] = q
		}
		q.types, q.suspects = append(q.types, c.types(s)...), append(q.suspects, s)
	}
	for _, project := range sortedKeys(rest) {
		q := rest[project]
		slices.Sort(q.types)
		q.types = slices.Compact(q.types)
		list = append(list, *q)
	}
	return list
}

// types are the words for what happened to a suspect last.
func (c *Client) types(s Suspect) []string {
	d, ok := c.drivers[s.Addr.Kind]
	switch {
	case !ok:
		return nil
	case s.Gone:
		return d.events().Gone
	}
	return d.events().There
}

// events asks one question.
func (c *Client) events(ctx context.Context, q question, since time.Time) ([]admin.EventViewForNdsGroup, error) {
	id, err := c.groupID(ctx, q.project)
	if err != nil {
		return nil, err
	}
	var all []admin.EventViewForNdsGroup
	for page := 1; page <= maxEventPages; page++ {
		request := c.sdk.EventsApi.ListGroupEvents(ctx, id).
			EventType(q.types).MinDate(since.UTC()).ItemsPerPage(pageSize).PageNum(page)
		if q.cluster != "" {
			request = request.ClusterNames([]string{q.cluster})
		}
		list, res, err := request.Execute()
		if err != nil {
			return nil, translate(with(res, err))
		}
		all = append(all, list.GetResults()...)
		if len(list.GetResults()) < pageSize {
			return all, nil
		}
	}
	return nil, fmt.Errorf("there are more than %d events: look at a shorter time", maxEventPages*pageSize)
}

// lastWrite finds the last event that fits a suspect, and a certain one before
// all others.
func lastWrite(events []admin.EventViewForNdsGroup, s Suspect, types []string, named bool) (Trace, bool) {
	var last Trace
	for _, e := range events {
		fits, certain := aimsAt(e, s)
		if !fits || !slices.Contains(types, e.GetEventTypeName()) {
			continue
		}
		trace := Trace{e.GetCreated(), author(e), e.GetEventTypeName(), certain || named}
		if last.Event == "" || later(trace, last) {
			last = trace
		}
	}
	return last, last.Event != ""
}

func later(a, b Trace) bool {
	if a.Certain != b.Certain {
		return a.Certain
	}
	return a.Time.After(b.Time)
}

// aimsAt holds what an event says of its object against a suspect.
func aimsAt(e admin.EventViewForNdsGroup, s Suspect) (fits, certain bool) {
	switch said := cmp.Or(e.GetEndpointId(), e.GetInstanceName(), e.GetWhitelistEntry(), e.GetDbUserUsername()); {
	case s.Addr.IsProject(): // whose feed it is
		return true, true
	case said == "":
		return true, false
	case e.GetDbUserUsername() != "": // of whichever database, which no event tells
		_, username := spec.ReadUserName(s.Addr.Name)
		return said == username, said == username
	case e.GetWhitelistEntry() != "":
		same := spec.AccessEntry(said) == s.Addr.Name
		return same, same
	case e.GetEndpointId() != "":
		return s.ID == "" || said == s.ID, said == s.ID
	default:
		return said == cmp.Or(s.Addr.Parent, s.Addr.Name), s.Addr.Parent == ""
	}
}

// author says who it was, in Atlas's terms.
func author(e admin.EventViewForNdsGroup) string {
	switch {
	case e.GetUsername() != "":
		return e.GetUsername()
	case e.GetPublicKey() != "":
		return "API key " + e.GetPublicKey()
	case e.GetApiKeyId() != "":
		return "the API key with the ID " + e.GetApiKeyId()
	case e.GetUserId() != "":
		return "the user with the ID " + e.GetUserId()
	case e.GetIsGlobalAdmin():
		return "somebody at MongoDB"
	}
	return ""
}
