package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/quarry-platform/quarry/terraform/internal/client"
)

const (
	timeSeriesAbstraction = "time-series"
	defaultRetention      = "P30D"
	defaultAcceptance     = "P1D"
)

type timeSeriesModel struct {
	Retention  durationValue `tfsdk:"retention"`
	Acceptance durationValue `tfsdk:"acceptance"`
	chosenModel
}

func (s *timeSeriesModel) wish(spec *client.Spec) {
	s.chosenModel.wish(spec)
	spec.TimeSeries = &client.TimeSeries{Retention: s.Retention.ValueStringPointer(), Acceptance: s.Acceptance.ValueStringPointer()}
	spec.Abstraction = timeSeriesAbstraction
}

func timeSeriesOf(spec *client.Spec, asked *timeSeriesModel) *timeSeriesModel {
	if asked == nil {
		asked = &timeSeriesModel{}
	}
	said := spec.TimeSeries
	if said == nil {
		said = &client.TimeSeries{}
	}
	return &timeSeriesModel{
		Retention:   durationUnlessUnsaid(asked.Retention, said.Retention, defaultRetention),
		Acceptance:  durationUnlessUnsaid(asked.Acceptance, said.Acceptance, defaultAcceptance),
		chosenModel: chosenOf(spec),
	}
}

func timeSeriesBlock() schema.SingleNestedAttribute {
	return abstractionBlock("Makes it a time-series namespace: events of series, in the order of their time. The data routes of time-series are not there yet.",
		"`auto` or `cassandra`", map[string]schema.Attribute{
			"retention":  optionalDuration("How long events are kept, from `P1D` to `P3650D`. Unset: `P30D`."),
			"acceptance": optionalDuration("How old an event may be when it is written, from `PT1M` to `P30D` and no longer than the retention. Unset: `P1D`."),
		})
}
