#include "geo/csv.h"

#include "geo/column_writer.h"
#include "geo/error.h"
#include "geo/parallel.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <unordered_map>

namespace geo {

namespace {

constexpr std::size_t sniffed_bytes = 64 * 1024;
constexpr std::size_t chunk_bytes = 4 << 20;  // fixed: the work is cut the same for any number of threads

/// Walks over the fields of rows. Knows quotes and line ends; a quoted field is unescaped into `buffer`.
class Cursor {
public:
    Cursor(const char* begin, const char* end, char delimiter) : at_(begin), end_(end), delimiter_(delimiter) {}

    [[nodiscard]] bool done() const { return at_ == end_; }
    [[nodiscard]] bool row_ended() const { return at_ == end_ || *at_ == '\n' || *at_ == '\r'; }
    [[nodiscard]] std::size_t line_ends_in_quotes() const { return line_ends_in_quotes_; }
    [[nodiscard]] bool open_quote() const { return open_quote_; }  // a quoted field did not end
    [[nodiscard]] const char* at() const { return at_; }

    /// Reads a finite number that ends where its field ends; leaves the cursor where it was, and answers no, for
    /// anything else.
    bool plain_number(double& value) {
        const auto [after, error] = std::from_chars(at_, end_, value);
        const bool at_end = after == end_ || *after == delimiter_ || *after == '\n' || *after == '\r';
        if (error != std::errc() || !at_end || !std::isfinite(value)) return false;
        at_ = after;
        return true;
    }

    std::string_view field() {
        const char* begin = at_;
        while (at_ != end_ && *at_ == ' ') ++at_;  // a quote may stand behind a blank
        if (at_ != end_ && *at_ == '"') return quoted_field();
        at_ = begin;
        while (at_ != end_ && *at_ != delimiter_ && *at_ != '\n' && *at_ != '\r') ++at_;
        return {begin, static_cast<std::size_t>(at_ - begin)};
    }

    /// Past the delimiter behind a field. \return whether there was one
    bool next_field() {
        if (at_ == end_ || *at_ != delimiter_) return false;
        ++at_;
        return true;
    }

    /// To the begin of the next row. \return whether a line end was there
    bool next_row() {
        while (!row_ended()) {
            field();
            if (!next_field() && !row_ended()) ++at_;  // a stray character behind a closing quote
        }
        if (at_ == end_) return false;
        if (*at_ == '\r') ++at_;
        if (at_ != end_ && *at_ == '\n') ++at_;
        return true;
    }

private:
    std::string_view quoted_field() {
        buffer_.clear();
        for (++at_; at_ != end_; ++at_) {
            if (*at_ == '"') {
                if (at_ + 1 == end_ || at_[1] != '"') {
                    ++at_;
                    return buffer_;
                }
                ++at_;
            }
            if (*at_ == '\n') ++line_ends_in_quotes_;
            buffer_ += *at_;
        }
        open_quote_ = true;  // this chunk may end inside the field
        return buffer_;
    }

    const char* at_;
    const char* end_;
    char delimiter_;
    bool open_quote_ = false;
    std::size_t line_ends_in_quotes_ = 0;
    std::string buffer_;
};

/// The rows of one stretch of the file.
struct Chunk {
    Rows rows;
    std::size_t lines = 0;
    std::size_t first_dropped_line = 0;  // 1-based within the chunk, 0 = none
    std::vector<std::size_t> first_unreadable_line;
    std::string short_at_end;                     // the last row, where it has too few fields and no line end
    std::size_t nul_at = std::string_view::npos;  // a byte no text holds
    bool line_end_in_quotes = false;
    std::size_t open_quote_line = 0;  // where a quoted field begins that does not end, 0 = none
};

class ChunkReader {
public:
    ChunkReader(const CsvFile& file, std::span<const Field> fields) : file_(file), fields_(fields) {
        order_.resize(fields.size());
        for (std::size_t i = 0; i < fields.size(); ++i) order_[i] = i;
        std::sort(order_.begin(), order_.end(), [&](auto a, auto b) { return fields[a].field < fields[b].field; });
        for (std::size_t i = 0, column = 0; i < fields.size(); ++i) {
            target_.push_back(fields[i].kind == Field::Kind::cell ? 0 : column++);
        }
    }

    Chunk read(const char* begin, const char* end) const {
        Chunk chunk;
        prepare(chunk);
        std::vector<ColumnWriter> writers;
        for (std::size_t c = 0, i = 0; i < fields_.size(); ++i) {
            if (fields_[i].kind != Field::Kind::cell) writers.emplace_back(chunk.rows.columns[c++], fields_[i].kind);
        }
        chunk.nul_at = std::string_view(begin, static_cast<std::size_t>(end - begin)).find('\0');
        Cursor cursor(begin, end, file_.dialect.delimiter);
        std::vector<std::size_t> unreadable;  // columns of this row, to take back if the row is dropped
        for (std::size_t line = 1; !cursor.done(); ++line) {
            const auto quoted = cursor.line_ends_in_quotes();
            chunk.lines = line + quoted;
            if (cursor.row_ended()) {  // blank line
                cursor.next_row();
                continue;
            }
            const char* row = cursor.at();
            unreadable.clear();
            const bool kept = read_row(cursor, chunk, writers, unreadable);
            const bool line_end = cursor.next_row();
            chunk.rows.cut_off = !line_end;
            if (!line_end && fields_in(row, end) < file_.header.size()) {
                chunk.short_at_end.assign(row, std::min<std::size_t>(static_cast<std::size_t>(end - row), 60));
            }
            if (cursor.open_quote()) chunk.open_quote_line = chunk.lines;
            if (kept) {
                ++chunk.rows.rows;
                continue;
            }
            take_back(chunk.rows, unreadable);
            if (chunk.first_dropped_line == 0) chunk.first_dropped_line = chunk.lines;
        }
        chunk.line_end_in_quotes = cursor.line_ends_in_quotes() > 0;
        return chunk;
    }

    void prepare(Chunk& chunk) const {
        for (const auto& wanted : fields_) {
            if (wanted.kind == Field::Kind::cell) continue;
            Column column;
            column.name = file_.header[wanted.field];
            column.type = wanted.kind == Field::Kind::number ? Column::Type::real : Column::Type::text;
            chunk.rows.columns.push_back(std::move(column));
        }
        chunk.first_unreadable_line.assign(chunk.rows.columns.size(), 0);
    }

private:
    /// \return whether the row had all the fields asked for, each readable as an id where one was asked for
    bool read_row(Cursor& cursor, Chunk& chunk, std::vector<ColumnWriter>& writers,
                  std::vector<std::size_t>& unreadable) const {
        std::size_t field = 0;
        for (const auto i : order_) {
            for (; field < fields_[i].field; ++field) {
                cursor.field();
                if (!cursor.next_field()) {
                    ++chunk.rows.dropped_short;
                    return false;
                }
            }
            const auto& kind = fields_[i].kind;
            if (kind == Field::Kind::cell) {
                const auto cell = parse_cell(cursor.field());
                if (!cell) {
                    ++chunk.rows.dropped_ids;
                    return false;
                }
                chunk.rows.cells.push_back(*cell);
            } else if (kind == Field::Kind::number) {
                read_number(cursor, chunk, target_[i], writers[target_[i]], unreadable);
            } else {
                writers[target_[i]].text(cursor.field());
            }
        }
        // A value beyond the header's fields: a delimiter stood inside some value before, and none can be trusted.
        for (++field; cursor.next_field(); ++field) {
            if (!cursor.field().empty() && field >= file_.header.size()) {
                ++chunk.rows.dropped_long;
                return false;
            }
        }
        return true;
    }

    void read_number(Cursor& cursor, Chunk& chunk, std::size_t target, ColumnWriter& writer,
                     std::vector<std::size_t>& unreadable) const {
        double value = 0;
        if (file_.dialect.decimal == '.' && cursor.plain_number(value)) {
            writer.number(value);
            return;
        }
        auto& column = chunk.rows.columns[target];
        const auto before = column.unreadable;
        writer.text(cursor.field(), file_.dialect.decimal);
        if (column.unreadable == before) return;
        unreadable.push_back(target);
        if (before == 0) chunk.first_unreadable_line[target] = chunk.lines;
    }

    /// Takes back what a dropped row had written.
    static void take_back(Rows& rows, const std::vector<std::size_t>& unreadable) {
        if (rows.cells.size() > rows.rows) rows.cells.resize(rows.rows);
        for (auto& column : rows.columns) {
            if (column.numbers.size() > rows.rows) column.numbers.resize(rows.rows);
            if (column.index.size() > rows.rows) column.index.resize(rows.rows);
            if (!column.suppressed.empty() && column.suppressed.back() == rows.rows) column.suppressed.pop_back();
        }
        for (const auto column : unreadable) --rows.columns[column].unreadable;
    }

    [[nodiscard]] std::size_t fields_in(const char* row, const char* end) const {
        Cursor cursor(row, end, file_.dialect.delimiter);
        std::size_t fields = 1;
        for (cursor.field(); cursor.next_field(); cursor.field()) ++fields;
        return fields;
    }

    const CsvFile& file_;
    std::span<const Field> fields_;
    std::vector<std::size_t> order_;   // fields by their place in the row
    std::vector<std::size_t> target_;  // [fields] into Rows::columns
};

/// Cuts the rows at line ends about every chunk_bytes. \return [chunks + 1]
std::vector<const char*> cuts(std::string_view rows) {
    std::vector<const char*> out{rows.data()};
    const char* end = rows.data() + rows.size();
    while (static_cast<std::size_t>(end - out.back()) > chunk_bytes) {
        const char* from = out.back() + chunk_bytes;
        const auto* line_end = static_cast<const char*>(std::memchr(from, '\n', static_cast<std::size_t>(end - from)));
        if (line_end == nullptr || line_end + 1 == end) break;
        out.push_back(line_end + 1);
    }
    out.push_back(end);
    return out;
}

void append_words(Column& to, std::unordered_map<std::string, std::uint32_t>& dictionary, const Column& from) {
    std::vector<std::uint32_t> mapped;
    for (const auto& word : from.words) {
        const auto [at, fresh] = dictionary.try_emplace(word, static_cast<std::uint32_t>(to.words.size()));
        if (fresh) to.words.push_back(word);
        mapped.push_back(at->second);
    }
    for (const auto i : from.index) to.index.push_back(i == Column::no_word ? Column::no_word : mapped[i]);
}

/// Line number in the file of line `line` of a chunk. The header is line 1.
std::size_t line_number(const std::vector<Chunk>& chunks, std::size_t chunk, std::size_t line) {
    for (std::size_t c = 0; c < chunk; ++c) line += chunks[c].lines;
    return line + 1;
}

void join_column(const std::vector<std::size_t>& first_row, std::vector<Chunk>& chunks, std::size_t c, Column& out) {
    std::unordered_map<std::string, std::uint32_t> dictionary;
    const auto rows = first_row.back();
    out.type == Column::Type::text ? out.index.reserve(rows) : out.numbers.reserve(rows);
    for (std::size_t k = 0; k < chunks.size(); ++k) {
        auto& from = chunks[k].rows.columns[c];
        if (out.type == Column::Type::text) {
            append_words(out, dictionary, from);
        } else {
            out.numbers.insert(out.numbers.end(), from.numbers.begin(), from.numbers.end());
            for (const auto row : from.suppressed)
                out.suppressed.push_back(static_cast<std::uint32_t>(first_row[k]) + row);
            if (out.unreadable == 0 && from.unreadable > 0) {
                out.first_unreadable = Sentence("{} on line {}", from.first_unreadable,
                                                line_number(chunks, k, chunks[k].first_unreadable_line[c]));
            }
            out.unreadable += from.unreadable;
        }
        from = Column{};  // its memory is needed for the next
    }
}

}  // namespace

std::string csv_quoted(std::string_view text, char delimiter) {
    if (text.find_first_of("\"\r\n") == std::string_view::npos && text.find(delimiter) == std::string_view::npos) {
        return std::string(text);
    }
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

bool looks_like_csv(std::string_view bytes) {
    const auto head = bytes.substr(0, sniffed_bytes);
    const auto line = head.substr(0, head.find_first_of("\r\n"));
    const auto is_control = [](unsigned char c) { return c < 0x20 && c != '\t'; };
    if (std::any_of(line.begin(), line.end(), is_control)) return false;  // further on it is a text that is damaged
    const auto first = line.find_first_not_of(" \t\xEF\xBB\xBF");
    if (first == std::string_view::npos || line[first] == '{' || line[first] == '[' || line[first] == '<') return false;
    return line.find_first_of(",;\t|") != std::string_view::npos;
}

CsvFile open_csv(std::string_view bytes, std::string name) {
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
        fail("{}: this text is UTF-16; save it as UTF-8", name);
    }
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (trimmed(bytes.substr(0, sniffed_bytes)).empty()) fail("{}: the file is empty", name);
    CsvFile file;
    file.name = std::move(name);
    const auto first_line = bytes.substr(0, bytes.find_first_of("\r\n"));
    std::ptrdiff_t most = 0;
    for (const char delimiter : {',', ';', '\t', '|'}) {
        std::ptrdiff_t count = 0;
        bool quoted = false;
        for (const char c : first_line) {
            quoted = quoted != (c == '"');
            count += !quoted && c == delimiter ? 1 : 0;
        }
        if (count > most) {
            most = count;
            file.dialect.delimiter = delimiter;
        }
    }
    Cursor cursor(bytes.data(), bytes.data() + bytes.size(), file.dialect.delimiter);
    do {
        file.header.emplace_back(trimmed(cursor.field()));
        to_utf8(file.header.back());
    } while (cursor.next_field());
    if (!cursor.next_row() || cursor.done()) fail("{}: only a header line, no rows", file.name);
    file.rows = bytes.substr(static_cast<std::size_t>(cursor.at() - bytes.data()));
    for (std::size_t i = 0; i < file.header.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (file.header[i] == file.header[j] && !file.header[i].empty()) {
                fail("{}: two columns are called '{}'; rename one", file.name, file.header[i]);
            }
        }
    }
    std::size_t commas = 0;
    std::size_t points = 0;
    for (const auto& row : csv_sample(file, 100)) {
        for (const auto& value : row) {
            commas += !std::isnan(to_number(value, ',')) && value.find(',') != std::string::npos ? 1u : 0u;
            points += !std::isnan(to_number(value, '.')) && value.find('.') != std::string::npos ? 1u : 0u;
        }
    }
    if (commas > points) file.dialect.decimal = ',';
    return file;
}

std::vector<std::vector<std::string>> csv_sample(const CsvFile& file, std::size_t count) {
    const auto head = file.rows.substr(0, sniffed_bytes);
    Cursor cursor(head.data(), head.data() + head.size(), file.dialect.delimiter);
    std::vector<std::vector<std::string>> rows;
    while (!cursor.done() && rows.size() < count) {
        std::vector<std::string> row;
        if (!cursor.row_ended()) {
            do {
                row.emplace_back(trimmed(cursor.field()));
            } while (cursor.next_field());
        }
        const bool whole = cursor.next_row() || head.size() == file.rows.size();
        if (!whole) break;
        if (row.empty()) continue;
        row.resize(file.header.size());
        rows.push_back(std::move(row));
    }
    return rows;
}

Rows read_csv(const CsvFile& file, std::span<const Field> fields, unsigned threads) {
    const ChunkReader reader(file, fields);
    auto cut = cuts(file.rows);
    std::vector<Chunk> chunks(cut.size() - 1);
    parallel_for(chunks.size(), threads, [&](std::size_t k) { chunks[k] = reader.read(cut[k], cut[k + 1]); });
    // A quoted field with a line end in it may have been cut in two. The chunk before such a cut always notices, for
    // the first chunk begins right; then everything is read again as one.
    if (chunks.size() > 1 && std::any_of(chunks.begin(), chunks.end(), [](const Chunk& c) {
            return c.line_end_in_quotes || c.open_quote_line > 0;
        })) {
        chunks.assign(1, reader.read(cut.front(), cut.back()));
    }
    for (std::size_t k = 0; k < chunks.size(); ++k) {
        if (chunks[k].nul_at == std::string_view::npos) continue;
        const auto line = static_cast<std::size_t>(std::count(cut[k], cut[k] + chunks[k].nul_at, '\n')) + 1;
        fail("{}: line {} holds a NUL byte: the file is damaged; fetch it again", file.name,
             line_number(chunks, k, line));
    }
    Chunk out;
    reader.prepare(out);
    std::vector<std::size_t> first_row{0};
    for (std::size_t k = 0; k < chunks.size(); ++k) {
        auto& rows = chunks[k].rows;
        first_row.push_back(first_row.back() + rows.rows);
        if (out.rows.first_dropped.empty() && chunks[k].first_dropped_line != 0) {
            out.rows.first_dropped = Sentence("line {}", line_number(chunks, k, chunks[k].first_dropped_line));
        }
        out.rows.dropped_short += rows.dropped_short;
        out.rows.dropped_long += rows.dropped_long;
        out.rows.dropped_ids += rows.dropped_ids;
    }
    if (chunks.back().open_quote_line > 0) {
        fail("{}: a quote that opens in the row on line {} never closes", file.name,
             line_number(chunks, chunks.size() - 1, chunks.back().open_quote_line));
    }
    if (!chunks.back().short_at_end.empty()) {
        fail("{}: the file is cut off: its last line has too few fields ('{}'); fetch it again", file.name,
             chunks.back().short_at_end);
    }
    out.rows.rows = first_row.back();
    out.rows.cut_off = chunks.back().rows.cut_off;
    out.rows.cells.reserve(chunks.front().rows.cells.empty() ? 0 : out.rows.rows);
    for (const auto& chunk : chunks) {
        out.rows.cells.insert(out.rows.cells.end(), chunk.rows.cells.begin(), chunk.rows.cells.end());
    }
    parallel_for(out.rows.columns.size(), threads,
                 [&](std::size_t c) { join_column(first_row, chunks, c, out.rows.columns[c]); });
    for (auto& column : out.rows.columns) {
        refuse_text(column, file.name);
        for (auto& word : column.words) out.rows.recoded += to_utf8(word) ? 1u : 0u;
    }
    return std::move(out.rows);
}

std::vector<std::vector<std::string>> parse_small_csv(std::string_view csv, std::string_view name,
                                                      const std::vector<std::string>& columns) {
    if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
    std::string text;
    for (std::size_t begin = 0; begin < csv.size();) {
        const auto end = std::min(csv.find('\n', begin), csv.size());
        auto line = csv.substr(begin, end - begin);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!trimmed(line).empty() && line.front() != '#') text.append(line).push_back('\n');
        begin = end + 1;
    }
    const auto file = open_csv(text, std::string(name));
    if (file.header != columns) fail("{}: its columns must be {}", name, fmt::join(columns, ","));
    std::vector<std::vector<std::string>> rows;
    Cursor cursor(file.rows.data(), file.rows.data() + file.rows.size(), file.dialect.delimiter);
    while (!cursor.done()) {
        std::vector<std::string> row;
        do {
            row.emplace_back(trimmed(cursor.field()));
        } while (cursor.next_field());
        cursor.next_row();
        if (row.size() != columns.size()) {
            fail("{}: row {} has {} fields, not {}", name, rows.size() + 1, row.size(), columns.size());
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace geo
