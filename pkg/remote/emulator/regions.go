package emulator

import (
	"slices"
	"strings"
)

// Regions by provider. Clusters and streams have a vocabulary each, and in
// streams the names on Azure are lower case. Atlas adds regions from time to
// time; these are those of 2026.

// clusterRegions are those of the API document (network containers), without
// China, the governments and the previews of Azure, for which commercial Atlas
// has other projects or nothing. Flex clusters and serverless instances have
// only some of them (documentation); which ones is not in any document that can
// be read by a program, so that all are taken.
func clusterRegions(provider string) []string {
	switch provider {
	case "AWS":
		return words(`AF_SOUTH_1 AP_EAST_1 AP_EAST_2 AP_NORTHEAST_1 AP_NORTHEAST_2 AP_NORTHEAST_3
			AP_SOUTHEAST_1 AP_SOUTHEAST_2 AP_SOUTHEAST_3 AP_SOUTHEAST_4 AP_SOUTHEAST_5 AP_SOUTHEAST_6
			AP_SOUTHEAST_7 AP_SOUTH_1 AP_SOUTH_2 CA_CENTRAL_1 CA_WEST_1 EU_CENTRAL_1 EU_CENTRAL_2
			EU_NORTH_1 EU_SOUTH_1 EU_SOUTH_2 EU_WEST_1 EU_WEST_2 EU_WEST_3 IL_CENTRAL_1 ME_CENTRAL_1
			ME_SOUTH_1 MX_CENTRAL_1 SA_EAST_1 US_EAST_1 US_EAST_2 US_WEST_1 US_WEST_2`)
	case "AZURE":
		return words(`ASIA_EAST ASIA_SOUTH_EAST AUSTRALIA_CENTRAL AUSTRALIA_CENTRAL_2 AUSTRALIA_EAST
			AUSTRALIA_SOUTH_EAST BRAZIL_SOUTH BRAZIL_SOUTHEAST CANADA_CENTRAL CANADA_EAST CHILE_CENTRAL
			EUROPE_NORTH EUROPE_WEST FRANCE_CENTRAL FRANCE_SOUTH GERMANY_NORTH GERMANY_WEST_CENTRAL
			INDIA_CENTRAL INDIA_SOUTH INDIA_WEST INDONESIA_CENTRAL ISRAEL_CENTRAL ITALY_NORTH JAPAN_EAST
			JAPAN_WEST KOREA_CENTRAL KOREA_SOUTH MALAYSIA_WEST MEXICO_CENTRAL NEW_ZEALAND_NORTH
			NORWAY_EAST NORWAY_WEST POLAND_CENTRAL QATAR_CENTRAL SOUTH_AFRICA_NORTH SOUTH_AFRICA_WEST
			SPAIN_CENTRAL SWEDEN_CENTRAL SWEDEN_SOUTH SWITZERLAND_NORTH SWITZERLAND_WEST UAE_CENTRAL
			UAE_NORTH UK_SOUTH UK_WEST US_CENTRAL US_EAST US_EAST_2 US_NORTH_CENTRAL US_SOUTH_CENTRAL
			US_WEST US_WEST_2 US_WEST_3 US_WEST_CENTRAL`)
	case "GCP":
		return words(`AFRICA_SOUTH_1 ASIA_EAST_2 ASIA_NORTHEAST_2 ASIA_NORTHEAST_3 ASIA_SOUTHEAST_2
			ASIA_SOUTH_1 ASIA_SOUTH_2 AUSTRALIA_SOUTHEAST_1 AUSTRALIA_SOUTHEAST_2 CENTRAL_US
			EASTERN_ASIA_PACIFIC EASTERN_US EUROPE_CENTRAL_2 EUROPE_NORTH_1 EUROPE_WEST_10
			EUROPE_WEST_12 EUROPE_WEST_2 EUROPE_WEST_3 EUROPE_WEST_4 EUROPE_WEST_6
			MIDDLE_EAST_CENTRAL_1 MIDDLE_EAST_CENTRAL_2 MIDDLE_EAST_WEST_1 NORTHEASTERN_ASIA_PACIFIC
			NORTH_AMERICA_NORTHEAST_1 NORTH_AMERICA_NORTHEAST_2 NORTH_AMERICA_SOUTH_1
			SOUTHEASTERN_ASIA_PACIFIC SOUTH_AMERICA_EAST_1 SOUTH_AMERICA_WEST_1 US_EAST_4 US_EAST_5
			US_SOUTH_1 US_WEST_2 US_WEST_3 US_WEST_4 WESTERN_EUROPE WESTERN_US`)
	}
	return nil
}

// streamRegions are those of the API document, and those that MongoDB's
// Terraform provider has learnt since. TENANT and SERVERLESS, which the document
// has as providers too, have no region in it.
func streamRegions(provider string) []string {
	switch provider {
	case "AWS":
		return words(`DUBLIN_IRL FRANKFURT_DEU LONDON_GBR MONTREAL_CAN MUMBAI_IND OHIO_USA OREGON_USA
			PARIS_FRA SAOPAULO_BRA SEOUL_KOR SINGAPORE_SGP SYDNEY_AUS TOKYO_JPN VIRGINIA_USA`)
	case "AZURE":
		return words("australiaeast brazilsouth eastus eastus2 westeurope westus")
	case "GCP":
		return words("EUROPE_WEST1 US_CENTRAL1 US_EAST4")
	}
	return nil
}

func words(text string) []string { return strings.Fields(text) }

// checkClusterRegion refuses a region that the provider of a cluster does not
// have, as Atlas does: the answer was seen for a region of AWS on Google Cloud.
func checkClusterRegion(fields object) error {
	provider := textAt(fields, "providerSettings", "backingProviderName")
	return checkRegion(textAt(fields, "providerSettings", "regionName"), clusterRegions(provider))
}

// checkStreamRegion does the same for a workspace, where the answer is a guess.
func checkStreamRegion(region object) error {
	return checkRegion(textAt(region, "region"), streamRegions(textAt(region, "cloudProvider")))
}

func checkRegion(region string, known []string) error {
	if !slices.Contains(known, region) {
		return errEnum(region)
	}
	return nil
}
