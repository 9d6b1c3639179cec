#version 330 core
// Rings around the areas that are hovered or selected, laid over the colours.
uniform usampler2D ids;
uniform usampler2D marks;  // by row as classes: 1 hovered, 2 selected
uniform ivec2 last;
uniform float unit;        // pixels to a point of line width
uniform int reach;         // pixels, of the widest ring
out vec4 colour;           // not premultiplied

uint mark(uint id) {
    int row = int(id) - 1;
    return id == 0u ? 0u : texelFetch(marks, ivec2(row & 2047, row >> 11), 0).r;
}

/// How much of a pixel at `away` from a border a band to `half_width` of it covers.
float cover(float half_width, float away) { return clamp(half_width + 0.5 - away, 0.0, 1.0); }

uint id_at(ivec2 pixel) { return texelFetch(ids, clamp(pixel, ivec2(0), last), 0).r; }

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    uint id = id_at(pixel);
    uint own = mark(id);
    // Well inside an area, which most pixels are, a look around at a distance is all there is to do.
    bool inside = true;
    for (int k = -reach; k < reach; k += 2) {
        inside = inside && id_at(pixel + ivec2(k, -reach)) == id && id_at(pixel + ivec2(reach, k)) == id &&
                 id_at(pixel + ivec2(-k, reach)) == id && id_at(pixel + ivec2(-reach, -k)) == id;
    }
    int near = inside ? -1 : reach;
    float hovered = 1e6;  // pixels to the nearest border of such an area
    float selected = 1e6;
    for (int y = -near; y <= near; ++y) {
        for (int x = -near; x <= near; ++x) {
            uint other = id_at(pixel + ivec2(x, y));
            if (other == id) continue;
            uint both = own | mark(other);
            float away = length(vec2(x, y)) - 0.5;
            if ((both & 1u) != 0u) hovered = min(hovered, away);
            if ((both & 2u) != 0u) selected = min(selected, away);
        }
    }
    vec3 dark = vec3(0.09, 0.11, 0.16);
    vec4 over = vec4(1, 1, 1, (own & 1u) != 0u ? 0.22 : 0.0);
    over = mix(over, vec4(1, 1, 1, 0.9), max(cover(2.6 * unit, selected), 0.7 * cover(1.8 * unit, hovered)));
    over = mix(over, vec4(dark, 1), max(cover(1.25 * unit, selected), 0.9 * cover(0.9 * unit, hovered)));
    colour = over;
}
