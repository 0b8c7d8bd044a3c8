package emulator_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// TestContainersOfClusters: the first dedicated cluster of a region makes a container,
// which the next one uses, and which stays when both are gone.
func TestContainersOfClusters(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	places := func(query string) []string {
		t.Helper()
		var found []string
		for _, r := range must(t, rt, http.StatusOK, "GET", project+"/containers"+query, "").body["results"].([]any) {
			one := r.(object)
			text := one["providerName"].(string)
			for _, name := range []string{"regionName", "region", "provisioned", "atlasCidrBlock"} {
				switch v := one[name].(type) {
				case string:
					text += " " + v
				case bool:
					if v {
						text += " provisioned"
					}
				}
			}
			found = append(found, text)
		}
		slices.Sort(found)
		return found
	}
	wantDiff(t, places("/all"), []string(nil))
	must(t, rt, http.StatusOK, "POST", project+"/containers", `{"providerName":"AWS","regionName":"EU_WEST_1","atlasCidrBlock":"10.8.0.0/21"}`)
	must(t, rt, http.StatusCreated, "POST", project+"/clusters", dedicatedBody)
	wantDiff(t, places("/all"), []string{"AWS EU_WEST_1 provisioned 10.8.0.0/21"})
	made := []string{"AWS EU_WEST_1 provisioned 10.8.0.0/21", "AWS US_EAST_1 provisioned 192.168.8.0/21"}
	for _, name := range []string{"two", "three"} {
		must(t, rt, http.StatusCreated, "POST", project+"/clusters", replace(replace(dedicatedBody, `"big"`, `"`+name+`"`), "EU_WEST_1", "US_EAST_1"))
		wantDiff(t, places("/all"), made)
	}
	wantDiff(t, places("?providerName=AZURE"), []string(nil))
	if err := emu.AddCluster(strings.TrimPrefix(project, "/groups/"), "free", "M0"); err != nil {
		t.Fatal(err)
	}
	wantDiff(t, places(""), made)
	emu.Advance(time.Hour)
	for _, name := range []string{"two", "three"} {
		must(t, rt, http.StatusAccepted, "DELETE", project+"/clusters/"+name, "")
	}
	wantDiff(t, places(""), made) // they are on their way out
	emu.Advance(time.Hour)
	wantDiff(t, places(""), []string{"AWS EU_WEST_1 provisioned 10.8.0.0/21", "AWS US_EAST_1 192.168.8.0/21"})
}

// TestContainersOfMovedClusters: a cluster that gets another region gets a network
// there, and of Google Cloud one for all of them.
func TestContainersOfMovedClusters(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	must(t, rt, http.StatusCreated, "POST", project+"/clusters", dedicatedBody)
	emu.Advance(time.Hour)
	move := func(provider string, regions ...string) {
		t.Helper()
		var configs []string
		for i, region := range regions {
			configs = append(configs, `{"providerName":"`+provider+`","regionName":"`+region+`","priority":`+string(rune('7'-i))+
				`,"electableSpecs":{"instanceSize":"M10","nodeCount":`+[]string{"2", "1"}[i]+`}}`)
		}
		if len(configs) == 1 {
			configs[0] = replace(configs[0], `"nodeCount":2`, `"nodeCount":3`)
		}
		must(t, rt, http.StatusOK, "PATCH", project+"/clusters/big", `{"replicationSpecs":[{"regionConfigs":[`+strings.Join(configs, ",")+`]}]}`)
		emu.Advance(time.Hour)
	}
	count := func(provider string) int {
		return len(must(t, rt, http.StatusOK, "GET", project+"/containers?providerName="+provider, "").body["results"].([]any))
	}
	move("GCP", "WESTERN_EUROPE", "US_EAST_4")
	move("AZURE", "EUROPE_WEST")
	wantDiff(t, []int{count("AWS"), count("GCP"), count("AZURE")}, []int{1, 1, 1})
}

// TestContainersOfDeletedClusters: a container is in use for a while after the cluster
// is gone.
func TestContainersOfDeletedClusters(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	rt := emu.Transport()
	one := project + "/containers/" + must(t, rt, http.StatusOK, "POST", project+"/containers", `{"providerName":"AWS","regionName":"EU_WEST_1","atlasCidrBlock":"10.8.0.0/21"}`).body["id"].(string)
	must(t, rt, http.StatusCreated, "POST", project+"/clusters", dedicatedBody)
	emu.Advance(time.Hour)
	must(t, rt, http.StatusAccepted, "DELETE", project+"/clusters/big", "")
	emu.Advance(4 * time.Minute)
	wantCode(t, send(t, rt, "GET", project+"/clusters/big", ""), http.StatusNotFound, "CLUSTER_NOT_FOUND")
	wantDiff(t, must(t, rt, http.StatusOK, "GET", one, "").body["provisioned"], any(false))
	wantCode(t, send(t, rt, "DELETE", one, ""), http.StatusConflict, "CONTAINERS_IN_USE")
	emu.Advance(time.Minute)
	must(t, rt, http.StatusNoContent, "DELETE", one, "")
}
