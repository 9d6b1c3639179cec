#pragma once

namespace CLI {
class App;
}

namespace cli {

/// Each adds its verb to the command line; the verb runs when the line has been parsed. Failures are thrown as
/// geo::Error.
void add_view(CLI::App& app);
void add_info(CLI::App& app);
void add_score(CLI::App& app);
void add_explain(CLI::App& app);
void add_render(CLI::App& app);
void add_demo(CLI::App& app);

}  // namespace cli
