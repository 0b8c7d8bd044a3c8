package emulator_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

func TestAccessListEntryLife(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	all := project + "/accessList"

	posted := must(t, rt, http.StatusCreated, "POST", all, `[{"ipAddress":"203.0.113.7","comment":"office"}]`)
	wantSorted(t, posted.raw)
	entry := object{
		"cidrBlock": "203.0.113.7/32", "comment": "office", "groupId": project[len("/groups/"):], "ipAddress": "203.0.113.7",
		"links": []any{object{"href": api + all + "/203.0.113.7%2F32", "rel": "self"}},
	}
	wantDiff(t, posted.body["results"], any([]any{entry}))
	wantDiff(t, link(posted, "self"), api+all+"?includeCount=true&pageNum=1&itemsPerPage=100")
	for _, path := range []string{"/203.0.113.7", "/203.0.113.7%2F32"} {
		wantDiff(t, must(t, rt, http.StatusOK, "GET", all+path, "").body, entry)
	}
	status := func() any { return must(t, rt, http.StatusOK, "GET", all+"/203.0.113.7/status", "").body["STATUS"] }
	wantDiff(t, status(), any("PENDING"))
	emu.Advance(20 * second)
	wantDiff(t, status(), any("ACTIVE"))

	// A second POST changes it as a whole, and adds what is new beside it.
	must(t, rt, http.StatusCreated, "POST", all, `[{"cidrBlock":"203.0.113.7/32"},{"cidrBlock":"2001:DB8::/32"}]`)
	delete(entry, "comment")
	wantDiff(t, must(t, rt, http.StatusOK, "GET", all+"/203.0.113.7", "").body, entry)
	wantDiff(t, status(), any("ACTIVE"))
	wantDiff(t, must(t, rt, http.StatusOK, "GET", all+"/2001:db8::%2F32", "").body["cidrBlock"], any("2001:db8::/32"))
	wantDiff(t, must(t, rt, http.StatusOK, "GET", all, "").body["totalCount"], any(2.0))

	must(t, rt, http.StatusNoContent, "DELETE", all+"/203.0.113.7", "")
	gone := send(t, rt, "GET", all+"/203.0.113.7", "")
	wantCode(t, gone, 404, "ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND")
	wantDiff(t, gone.body["parameters"], any([]any{"203.0.113.7", project[len("/groups/"):]}))
}

// TestAccessListEntryEnds has an entry vanish on its date, unless that is taken
// away before.
func TestAccessListEntryEnds(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	all := project + "/accessList"
	date := emu.Now().Add(time.Hour).Format(time.RFC3339)
	body := fmt.Sprintf(`[{"ipAddress":"10.0.0.1","deleteAfterDate":%q},{"ipAddress":"10.0.0.2","deleteAfterDate":%q}]`, date, date)
	must(t, rt, http.StatusCreated, "POST", all, body)
	must(t, rt, http.StatusCreated, "POST", all, `[{"ipAddress":"10.0.0.2"}]`)
	emu.Advance(time.Hour - second)
	wantDiff(t, must(t, rt, http.StatusOK, "GET", all+"/10.0.0.1", "").body["deleteAfterDate"], any(date))
	emu.Advance(second)
	wantCode(t, send(t, rt, "GET", all+"/10.0.0.1", ""), 404, "ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND")
	must(t, rt, http.StatusOK, "GET", all+"/10.0.0.2", "")
	must(t, rt, http.StatusCreated, "POST", all, `[{"ipAddress":"10.0.0.1"}]`)
}

// TestAccessListRefused wants a mistake in one entry to keep all of them out.
func TestAccessListRefused(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	all := project + "/accessList"
	for name, test := range map[string]struct{ entry, code, about string }{
		"nothing":                   {`{}`, "MISSING_ATTRIBUTE", "ipAddress"},
		"two things":                {`{"ipAddress":"10.0.0.1","cidrBlock":"10.0.0.1/32"}`, "INVALID_ATTRIBUTE", "ipAddress"},
		"no address":                {`{"ipAddress":"office"}`, "INVALID_ATTRIBUTE", "ipAddress"},
		"host bits":                 {`{"cidrBlock":"10.0.0.5/24"}`, "INVALID_ATTRIBUTE", "cidrBlock"},
		"no group":                  {`{"awsSecurityGroup":"office"}`, "INVALID_ATTRIBUTE", "awsSecurityGroup"},
		"a group with a date":       {`{"awsSecurityGroup":"sg-1","deleteAfterDate":"2026-06-02T00:00:00Z"}`, "INVALID_ATTRIBUTE", "deleteAfterDate"},
		"a date that has passed":    {`{"ipAddress":"10.0.0.1","deleteAfterDate":"2026-06-01T00:00:00Z"}`, "INVALID_ATTRIBUTE", "deleteAfterDate"},
		"a date too far ahead":      {`{"ipAddress":"10.0.0.1","deleteAfterDate":"2026-06-08T00:00:01Z"}`, "INVALID_ATTRIBUTE", "deleteAfterDate"},
		"a comment that is long":    {fmt.Sprintf(`{"ipAddress":"10.0.0.1","comment":"%081d"}`, 1), "INVALID_ATTRIBUTE", "comment"},
		"a comment that is no text": {`{"ipAddress":"10.0.0.1","comment":1}`, "INVALID_JSON_ATTRIBUTE", "comment"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := send(t, emu.Transport(), "POST", all, `[{"ipAddress":"10.9.9.9"},`+test.entry+`]`)
			wantCode(t, got, 400, test.code)
			wantDiff(t, got.body["parameters"], any([]any{test.about}))
			wantCode(t, send(t, emu.Transport(), "GET", all+"/10.9.9.9", ""), 404, "ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND")
		})
	}
	for _, body := range []string{`{"ipAddress":"10.0.0.1"}`, `null`, `[null]`, `[]x`, ``} {
		wantCode(t, send(t, emu.Transport(), "POST", all, body), 400, "MALFORMED_JSON")
	}
}

// TestAccessListFailed has the clouds refuse a security group of zeros.
func TestAccessListFailed(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	all := project + "/accessList"
	must(t, emu.Transport(), http.StatusCreated, "POST", all, `[{"awsSecurityGroup":"123456789012/sg-0000"}]`)
	one := all + "/123456789012%2Fsg-0000"
	wantDiff(t, must(t, emu.Transport(), http.StatusOK, "GET", one+"/status", "").body, object{"STATUS": "FAILED"})
}

// TestOddAccessList lists an entry before it can be read.
func TestOddAccessList(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, odd())
	rt := emu.Transport()
	all := project + "/accessList"
	must(t, rt, http.StatusCreated, "POST", all, `[{"ipAddress":"10.0.0.1"}]`)
	wantDiff(t, must(t, rt, http.StatusOK, "GET", all, "").body["totalCount"], any(1.0))
	wantCode(t, send(t, rt, "GET", all+"/10.0.0.1/status", ""), 404, "ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND")
	emu.Advance(6 * second)
	must(t, rt, http.StatusOK, "GET", all+"/10.0.0.1/status", "")
}

// TestAccessListEvents tells each entry of a POST, and who changed one since.
func TestAccessListEvents(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	all := project + "/accessList"
	must(t, rt, http.StatusCreated, "POST", all, `[{"ipAddress":"10.0.0.1"},{"ipAddress":"10.0.0.2"}]`)
	must(t, rt, http.StatusCreated, "POST", all, `[{"ipAddress":"10.0.0.1","comment":"a"}]`)
	emu.SetFaults(rules(t, "GET /accessList/* edit")...)
	must(t, rt, http.StatusOK, "GET", all+"/10.0.0.2", "")
	emu.SetFaults()
	wantDiff(t, must(t, rt, http.StatusOK, "GET", all+"/10.0.0.2", "").body["comment"], any("edited1"))
	must(t, rt, http.StatusNoContent, "DELETE", all+"/10.0.0.1", "")
	var told []string
	for _, event := range must(t, rt, http.StatusOK, "GET", project+"/events", "").body["results"].([]any) {
		e := event.(object)
		told = append(told, fmt.Sprint(e["eventTypeName"], " ", e["whitelistEntry"]))
	}
	wantDiff(t, told, []string{
		"NETWORK_PERMISSION_ENTRY_REMOVED 10.0.0.1/32",
		"NETWORK_PERMISSION_ENTRY_UPDATED 10.0.0.2/32",
		"NETWORK_PERMISSION_ENTRY_UPDATED 10.0.0.1/32",
		"NETWORK_PERMISSION_ENTRY_ADDED 10.0.0.2/32",
		"NETWORK_PERMISSION_ENTRY_ADDED 10.0.0.1/32",
	})
}

// TestAccessListIsLogged shows the entries that a request sends.
func TestAccessListIsLogged(t *testing.T) {
	t.Parallel()
	var logged []string
	emu, project := newEmulator(t, emulator.Config{Log: func(x emulator.Exchange) { logged = append(logged, string(x.Body)) }})
	must(t, emu.Transport(), http.StatusCreated, "POST", project+"/accessList", `[{"ipAddress":"10.0.0.1","password":"x"},{"cidrBlock":"10.0.0.0/8"}]`)
	send(t, emu.Transport(), "POST", project+"/accessList", `{"ipAddress":"10.0.0.1"}`)
	wantDiff(t, logged, []string{`[{"ipAddress":"10.0.0.1"},{"cidrBlock":"10.0.0.0/8"}]`, ""})
}
