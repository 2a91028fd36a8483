import { presets, type Preset } from "./range";

export function PresetButtons({ preset, choose }: { preset: Preset | null; choose: (preset: Preset) => void }) {
    return (
        <span className="segmented" role="group" aria-label="Range">
            {(Object.keys(presets) as Preset[]).map((key) => (
                <button key={key} type="button" aria-pressed={preset === key} onClick={() => choose(key)}>
                    {presets[key].label}
                </button>
            ))}
        </span>
    );
}
