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
	for _, q := range questions(suspects) {
		g.Go(func() error {
			events, err := c.events(ctx, q, since)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failures[q.project] = err
				return nil
			}
			for _, s := range q.suspects {
				if trace, ok := lastWrite(events, s, q.cluster != ""); ok {
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
func questions(suspects []Suspect) []question {
	var list []question
	rest := map[string]*question{}
	for _, s := range suspects {
		if len(s.types()) == 0 { // without any, Atlas would give events of all types
			continue
		}
		if t, _ := spec.TypeOf(s.Addr.Kind); t.NameSpace == clusterNameSpace {
			list = append(list, question{s.Addr.Project, s.Addr.Name, s.types(), []Suspect{s}})
			continue
		}
		q := rest[s.Addr.Project]
		if q == nil {
			q = &question{project: s.Addr.Project}
			rest[s.Addr.Project] = q
		}
		q.types, q.suspects = append(q.types, s.types()...), append(q.suspects, s)
	}
	for _, project := range sortedKeys(rest) {
		q := rest[project]
		slices.Sort(q.types)
		q.types = slices.Compact(q.types)
		list = append(list, *q)
	}
	return list
}

// written are Atlas's words for writes to a kind: those that leave it there, and
// those that do not. What Atlas does by itself afterwards has words of its own.
// That a Flex cluster has the events of any cluster is not documented.
var written = map[spec.Kind]struct{ there, gone []string }{
	spec.KindProject: {
		[]string{
			"GROUP_CREATED", "GROUP_TAGS_MODIFIED", "GROUP_DEFAULT_ALERTS_SETTINGS_CHANGED",
			"DATA_EXPLORER_ENABLED", "DATA_EXPLORER_DISABLED", "PROJECT_ENABLE_EXTENDED_STORAGE_SIZES_UPDATED",
		},
		[]string{"GROUP_DELETED"},
	},
	spec.KindFlexCluster: {
		[]string{"CLUSTER_CREATED", "CLUSTER_UPDATE_SUBMITTED"},
		[]string{"CLUSTER_DELETE_SUBMITTED"},
	},
	spec.KindCluster: {
		[]string{"CLUSTER_CREATED", "CLUSTER_UPDATE_SUBMITTED"},
		[]string{"CLUSTER_DELETE_SUBMITTED"},
	},
	spec.KindServerlessInstance: {
		[]string{"CLUSTER_CREATED", "CLUSTER_UPDATE_SUBMITTED", "SERVERLESS_INSTANCE_CREATED", "SERVERLESS_INSTANCE_UPDATE_SUBMITTED"},
		[]string{"CLUSTER_DELETE_SUBMITTED", "SERVERLESS_INSTANCE_DELETE_SUBMITTED"},
	},
	spec.KindServerlessPrivateEndpoint: {
		[]string{"TENANT_ENDPOINT_CREATED", "TENANT_ENDPOINT_UPDATED"},
		[]string{"TENANT_ENDPOINT_DELETING"},
	},
	spec.KindIPAccessListEntry: {
		[]string{"NETWORK_PERMISSION_ENTRY_ADDED", "NETWORK_PERMISSION_ENTRY_UPDATED"},
		[]string{"NETWORK_PERMISSION_ENTRY_REMOVED"},
	},
	spec.KindStreamPrivateLink: {}, // Atlas tells nothing of them
	spec.KindPrivateEndpointService: {
		[]string{"ENDPOINT_SERVICE_CREATED", "CROSS_REGION_SUPPORTED_REGION_MODIFIED"},
		[]string{"ENDPOINT_SERVICE_DELETED"},
	},
	spec.KindPrivateEndpoint: {
		[]string{"INTERFACE_ENDPOINT_CREATED"},
		[]string{"INTERFACE_ENDPOINT_DELETED"},
	},
	spec.KindStreamWorkspace: {
		[]string{"STREAM_TENANT_CREATED", "STREAM_TENANT_UPDATED"},
		[]string{"STREAM_TENANT_DELETED"},
	},
	spec.KindStreamProcessor: {}, // the feed has no events of processors
	spec.KindCustomDBRole: {
		[]string{"MONGODB_ROLE_ADDED", "MONGODB_ROLE_UPDATED"},
		[]string{"MONGODB_ROLE_DELETED"},
	},
	spec.KindDatabaseUser: {
		[]string{"MONGODB_USER_ADDED", "MONGODB_USER_UPDATED"},
		[]string{"MONGODB_USER_DELETED"},
	},
	spec.KindStreamConnection: {
		[]string{"STREAM_TENANT_CONNECTION_CREATED", "STREAM_TENANT_CONNECTION_UPDATED"},
		[]string{"STREAM_TENANT_CONNECTION_DELETED"},
	},
}

// types are the words for what happened to a suspect last.
func (s Suspect) types() []string {
	if s.Gone {
		return written[s.Addr.Kind].gone
	}
	return written[s.Addr.Kind].there
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
func lastWrite(events []admin.EventViewForNdsGroup, s Suspect, named bool) (Trace, bool) {
	var last Trace
	for _, e := range events {
		fits, certain := aimsAt(e, s)
		if !fits || !slices.Contains(s.types(), e.GetEventTypeName()) {
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
	workspace := s.Addr.Parent
	if s.Addr.Kind == spec.KindStreamWorkspace {
		workspace = s.Addr.Name
	}
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
		return said == workspace, s.Addr.Kind == spec.KindStreamWorkspace
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
