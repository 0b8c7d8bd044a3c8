package emulator

import (
	"fmt"
	"net/http"
	"net/url"
	"time"
)

const (
	kindAccessListEntry kind = "AccessListEntry"

	// entryHorizon is how far ahead the date of a temporary entry may be, as the
	// API document has it.
	entryHorizon = 7 * 24 * time.Hour
)

// entryEvents are those of the API document. It does not say that the member
// whitelistEntry holds the entry of such an event, but users have seen it there.
var entryEvents = events{"NETWORK_PERMISSION_ENTRY_ADDED", "NETWORK_PERMISSION_ENTRY_UPDATED", "NETWORK_PERMISSION_ENTRY_REMOVED"}

func accessListRoutes() []route {
	const all = groupPath + "/accessList"
	const one = all + "/{entry}"
	versions := []string{"2023-01-01"}
	return []route{
		{method: http.MethodGet, path: all, versions: versions, operate: listEntries},
		{method: http.MethodPost, path: all, versions: versions, operate: postEntries, event: entryEvents.created, takes: always(entryShape()), listed: true},
		{method: http.MethodGet, path: one, versions: versions, operate: getEntry, edit: editOf((*call).entry, (*call).editEntry)},
		{method: http.MethodDelete, path: one, versions: versions, operate: deleteEntry, event: entryEvents.deleted},
		{method: http.MethodGet, path: one + "/status", versions: versions, operate: getEntryStatus},
	}
}

func listEntries(c *call) (reply, error) {
	return c.page(c.entries(), countOnRequest, c.entryView)
}

func getEntry(c *call) (reply, error) {
	r, err := c.settledEntry()
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.entryView(r)}, nil
}

// getEntryStatus is the one place that tells whether the clouds have the entry by
// now.
func getEntryStatus(c *call) (reply, error) {
	r, err := c.settledEntry()
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: object{"STATUS": c.entryStatus(r)}}, nil
}

// postEntries adds entries, and changes those that are there (seen by users of
// Terraform). That a mistake in one keeps all of them out is a guess, and so is
// that an entry is changed as a whole: one that is sent without a date stays.
func postEntries(c *call) (reply, error) {
	bodies, err := c.bodies()
	if err != nil {
		return reply{}, err
	}
	posted := make([]object, len(bodies))
	for i, body := range bodies {
		if posted[i], err = c.readEntry(body); err != nil {
			return reply{}, err
		}
	}
	if err := c.roomForEntries(posted); err != nil {
		return reply{}, err
	}
	for _, fields := range posted {
		if err := c.postEntry(fields); err != nil {
			return reply{}, err
		}
	}
	answer, err := c.page(c.entries(), countOnRequest, c.entryView)
	answer.status = http.StatusCreated // recorded
	return answer, err
}

// postEntry makes an entry or changes it. One that FAILED begins anew.
func (c *call) postEntry(fields object) error {
	name := textAt(fields, "entry")
	k := c.key(kindAccessListEntry, "", name)
	r, there := c.state.find(k, c.now)
	begin := func(r *resource) { r.Life = entryLife(r, c.now, fields) }
	if !there {
		_, err := c.state.create(k, c.now, fields, begin)
		c.about = append(c.about, object{"whitelistEntry": name})
		return err
	}
	next := entryLife(r, c.now, fields)
	if c.entryStatus(r) == "ACTIVE" {
		next.Ready = r.Life.Ready
	}
	c.about = append(c.about, object{"whitelistEntry": name, "eventTypeName": entryEvents.updated})
	return c.state.update(r, fields, next)
}

// entryLife ends on the date of the entry. How long the clouds take is not
// recorded.
func entryLife(r *resource, now time.Time, fields object) life {
	l := life{State: "ACTIVE", Ready: now.Add(spread(2*time.Second, 20*time.Second, "entry", r.ID))}
	if date, err := time.Parse(time.RFC3339, textAt(fields, "deleteAfterDate")); err == nil {
		l.Until = date
	}
	return l
}

func deleteEntry(c *call) (reply, error) {
	r, err := c.entry()
	if err != nil {
		return reply{}, err
	}
	c.about = []object{{"whitelistEntry": r.Name}}
	c.state.remove(r)
	return reply{status: http.StatusNoContent}, nil
}

func (c *call) entries() []*resource {
	return c.state.list(scope{kind: kindAccessListEntry, project: c.group}, c.now)
}

// entry finds the entry of the path: an address is known with and without the
// length of its block (recorded).
func (c *call) entry() (*resource, error) {
	name := c.params["entry"]
	if r, ok := c.state.find(c.key(kindAccessListEntry, "", entryName(name)), c.now); ok {
		return r, nil
	}
	return nil, c.errEntryNotFound(name)
}

// settledEntry is entry for reads, which may miss one for some seconds.
func (c *call) settledEntry() (*resource, error) {
	r, err := c.entry()
	if err == nil && c.young(youngEntry, r) {
		return nil, c.errEntryNotFound(c.params["entry"])
	}
	return r, err
}

func (c *call) errEntryNotFound(name string) error {
	return fail(http.StatusNotFound, "ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND",
		fmt.Sprintf("IP Address %s not on Atlas access list for group %s.", name, c.group), name, c.group)
}

func (c *call) entryStatus(r *resource) string {
	switch {
	case hopeless(r.Name):
		return "FAILED"
	case c.now.Before(r.Life.Ready):
		return "PENDING"
	}
	return "ACTIVE"
}

// entryView gives an address as a block of one, too (recorded).
func (c *call) entryView(r *resource) object {
	view := object{
		"groupId": c.group,
		"links":   []any{c.projectLink(c.group, "/accessList/"+url.PathEscape(r.Name), "self")},
	}
	for _, name := range []string{"awsSecurityGroup", "cidrBlock", "comment", "deleteAfterDate", "ipAddress"} {
		if text := textAt(r.Fields, name); text != "" {
			view[name] = text
		}
	}
	return view
}

// editEntry writes another comment.
func (c *call) editEntry(r *resource) error {
	c.event, c.about = entryEvents.updated, []object{{"whitelistEntry": r.Name}}
	return c.state.update(r, withText(r.Fields, edited(textAt(r.Fields, "comment")), "comment"), r.Life)
}
