package emulator_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

const linkBody = `{"provider":"Azure","region":"US_EAST_2","dnsDomain":"ns.servicebus.windows.net","serviceEndpointId":"/subscriptions/s/namespaces/ns"}`

func TestPrivateLinkLife(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	all := project + "/streams/privateLinkConnections"

	created := must(t, rt, http.StatusOK, "POST", all, linkBody)
	wantSorted(t, created.raw)
	id := created.body["_id"].(string)
	want := object{
		"_id": id, "provider": "Azure", "region": "US_EAST_2",
		"dnsDomain": "ns.servicebus.windows.net", "serviceEndpointId": "/subscriptions/s/namespaces/ns",
	}
	wantDiff(t, created.body, want) // an echo
	one := all + "/" + id
	want["provider"], want["state"], want["vendor"] = "AZURE", "IDLE", "GENERIC"
	wantDiff(t, must(t, rt, http.StatusOK, "GET", one, "").body, want)
	list := must(t, rt, http.StatusOK, "GET", all, "")
	wantDiff(t, list.body["results"], any([]any{want}))
	wantDiff(t, list.body["totalCount"], any(1.0))
	wantDiff(t, link(list, "self"), api+all+"?pageNum=1&itemsPerPage=100")

	for _, step := range []struct {
		after time.Duration
		state string
	}{{9 * second, "IDLE"}, {second, "WORKING"}, {50 * second, "DONE"}} {
		emu.Advance(step.after)
		wantDiff(t, must(t, rt, http.StatusOK, "GET", one, "").body["state"], any(step.state))
	}

	wantDiff(t, must(t, rt, http.StatusAccepted, "DELETE", one, "").raw, "{}")
	wantDiff(t, must(t, rt, http.StatusOK, "GET", one, "").body["state"], any("DELETE_REQUESTED"))
	emu.Advance(5 * second)
	wantDiff(t, must(t, rt, http.StatusOK, "GET", one, "").body["state"], any("DELETING"))
	must(t, rt, http.StatusAccepted, "DELETE", one, "") // does not begin anew
	emu.Advance(20 * second)
	wantDiff(t, must(t, rt, http.StatusOK, "GET", one, "").body["state"], any("DELETED"))
	emu.Advance(5 * second)
	wantCode(t, send(t, rt, "GET", one, ""), 404, "STREAM_PRIVATE_LINK_NOT_FOUND")
	wantCode(t, send(t, rt, "DELETE", one, ""), 404, "STREAM_PRIVATE_LINK_NOT_FOUND")
	wantCode(t, send(t, rt, "GET", all+"/nope", ""), 400, "PATH_PARAM_PARSE_ERROR")
	if again := must(t, rt, http.StatusOK, "POST", all, linkBody); again.body["_id"] == id {
		t.Error("a new link has the ID of the old one")
	}
}

// TestPrivateLinkInUse has a link stay as long as a connection names it, in
// either of the members that do.
func TestPrivateLinkInUse(t *testing.T) {
	t.Parallel()
	for name, connection := range map[string]string{
		"networking": replace(kafkaBody, `"config"`, `"networking":{"access":{"type":"PRIVATE_LINK","connectionId":%q}},"config"`),
		"publicPrivateNetworking": `{"name":"kafka","type":"GCPPubSub","gcp":{"serviceAccountId":"a@b"},` +
			`"publicPrivateNetworking":{"access":{"type":"PRIVATE_LINK","connectionId":%q}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			emu, project := newEmulator(t, emulator.Config{})
			rt := emu.Transport()
			links := project + "/streams/privateLinkConnections"
			id := must(t, rt, http.StatusOK, "POST", links, linkBody).body["_id"].(string)
			other := must(t, rt, http.StatusOK, "POST", links, linkBody).body["_id"].(string)
			must(t, rt, http.StatusOK, "POST", project+"/streams", workspaceBody)
			must(t, rt, http.StatusOK, "POST", project+"/streams/clicks/connections", fmt.Sprintf(connection, id))

			refused := send(t, rt, "DELETE", links+"/"+id, "")
			wantCode(t, refused, 400, "STREAM_PRIVATE_LINK_IN_USE")
			wantDiff(t, refused.body["parameters"], any([]any{id}))
			must(t, rt, http.StatusAccepted, "DELETE", links+"/"+other, "")
			must(t, rt, http.StatusAccepted, "DELETE", project+"/streams/clicks", "")
			must(t, rt, http.StatusAccepted, "DELETE", links+"/"+id, "")
		})
	}
}

func TestPrivateLinkRefused(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	for name, test := range map[string]struct{ body, code, about string }{
		"no provider":         {`{}`, "MISSING_ATTRIBUTE", "provider"},
		"unknown provider":    {`{"provider":"IBM"}`, "INVALID_ENUM_VALUE", "IBM"},
		"vendor of another":   {`{"provider":"AWS","vendor":"EVENTHUB"}`, "INVALID_ENUM_VALUE", "EVENTHUB"},
		"MSK without its ARN": {`{"provider":"AWS","vendor":"MSK"}`, "MISSING_ATTRIBUTE", "arn"},
		"ARN of another":      {`{"provider":"AWS","vendor":"MSK","arn":"arn:aws:s3:::b"}`, "INVALID_ATTRIBUTE", "arn"},
		"S3 without region":   {`{"provider":"AWS","vendor":"S3","serviceEndpointId":"com.amazonaws.us-east-1.s3"}`, "MISSING_ATTRIBUTE", "region"},
		"attachments as text": {`{"provider":"GCP","gcpServiceAttachmentUris":"a"}`, "INVALID_JSON_ATTRIBUTE", "gcpServiceAttachmentUris"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := send(t, emu.Transport(), "POST", project+"/streams/privateLinkConnections", test.body)
			wantCode(t, got, 400, test.code)
			wantDiff(t, got.body["parameters"], any([]any{test.about}))
		})
	}
}

// TestPrivateLinkIsFilledIn has Atlas choose what a vendor leaves open, and say
// what it has made of a link when that is DONE.
func TestPrivateLinkIsFilledIn(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	all := project + "/streams/privateLinkConnections"
	for body, want := range map[string]object{
		`{"provider":"AWS","vendor":"MSK","arn":"arn:aws:kafka:eu-west-1:1:cluster/a"}`:                                                      {"region": "EU_WEST_1", "state": "DONE"},
		`{"provider":"GCP","vendor":"PUBSUB","region":"US_EAST_4"}`:                                                                          {"dnsDomain": "pubsub.googleapis.com", "state": "DONE"},
		`{"provider":"AZURE","vendor":"EVENTHUB","region":"US_EAST_2","serviceEndpointId":"a","dnsDomain":"brokers.invalid"}`:                {"state": "FAILED", "errorMessage": "The domain brokers.invalid cannot be resolved."},
		`{"provider":"AWS","vendor":"S3","region":"US_EAST_1","serviceEndpointId":"com.amazonaws.us-east-1.s3","dnsDomain":"a.example.com"}`: {"region": "US_EAST_1", "state": "DONE"},
	} {
		id := must(t, rt, http.StatusOK, "POST", all, body).body["_id"].(string)
		emu.Advance(time.Minute)
		got := must(t, rt, http.StatusOK, "GET", all+"/"+id, "").body
		for name, value := range want {
			wantDiff(t, got[name], value)
		}
		if _, made := got["interfaceEndpointId"]; made != (got["provider"] == "AWS") {
			t.Errorf("%s: got the endpoint %v", body, got["interfaceEndpointId"])
		}
	}
}
