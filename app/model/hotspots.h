#pragma once

#include "app/model/request_job.h"
#include "app/model/state.h"
#include "app/model/theme.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace model {

/// What hotspots of what is shown are; nothing where they are not asked for, or cannot be: see no_hotspots().
[[nodiscard]] std::optional<HotspotRequest> hotspot_request(const State& state, const Results& results);

/// Key of a sentence: why there are none of what is shown, though asked for; null where there may be.
[[nodiscard]] const char* no_hotspots(const State& state, const Results& results);

/// Whether what is asked for has yet to be found.
[[nodiscard]] bool awaits_hotspots(const State& state, const Results& results);

/// What was found of the layer, measurement and subject shown; null where nothing was, or not yet.
[[nodiscard]] std::shared_ptr<const HotspotsFound> hotspots_found(const State& state, const Results& results);

/// What is shown, with outcomes (or categories over time) for classes. Spans are into `of`, what was found, and the
/// result itself.
struct HotspotTheme {
    std::vector<std::uint8_t> bytes;  // [rows]
    Theme theme;
    unsigned long made = 0;  // so many times
};
void make_hotspot_theme(HotspotTheme& out, const Theme& of, const HotspotsFound& found, HotspotChoice::Told told);

/// What such a map is of: its figure, or the scores that it is over time of. \param figure as the map is called without
/// hotspots
[[nodiscard]] std::string hotspot_title(const HotspotsFound& found, HotspotChoice::Told told, const Theme& of,
                                        const std::string& figure, Language language);
/// A rule for neighbours, for people: "within 1000 m".
[[nodiscard]] std::string neighbours_text(Language language, const geo::NeighbourRule& rule);
/// What must be said beside such a map for nobody to be misled, a sentence each.
[[nodiscard]] std::vector<std::string> hotspot_notes(const HotspotsFound& found, HotspotChoice::Told told,
                                                     Language language);
/// What was found of one row, a sentence each.
[[nodiscard]] std::vector<std::string> hotspot_sentences(const HotspotsFound& found, std::size_t row,
                                                         Language language);

/// Lines from a row to each of its neighbours, centre to centre; none where there are too many to be seen.
[[nodiscard]] std::vector<std::pair<geo::Point, geo::Point>> neighbour_lines(const HotspotsFound& found,
                                                                             const Scene& scene, std::size_t row);

/// Finds them now. Stopped, what is there is of no use.
[[nodiscard]] HotspotsTold find_hotspots(const std::shared_ptr<const Scene>& scene, const HotspotRequest& request,
                                         unsigned threads, const std::stop_token& stop = {},
                                         const std::function<void(double)>& progress = {});

/// Finds them beside the window.
class HotspotJob : public RequestJob<HotspotRequest, HotspotsFound> {
public:
    /// \param threads 0: one per processor
    HotspotJob(unsigned threads, std::function<void()> wake);
    void follow(const State& state, const Results& results);
};

}  // namespace model
